package dev.countersign.kit;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes a client's public keys as a key set (RFC 7517, section 5), in the client's own application: the place that
 * it is registered with as its {@code jwks_uri}. With it a client rotates its keys by itself. Thread-safe.
 *
 * <pre>{@code
 * <servlet>
 *   <servlet-name>keys</servlet-name>
 *   <servlet-class>dev.countersign.kit.JwksServlet</servlet-class>
 *   <init-param><param-name>keyStore</param-name><param-value>/etc/billing/keys.p12</param-value></init-param>
 *   <init-param><param-name>passwordFile</param-name><param-value>/etc/billing/password</param-value></init-param>
 *   <load-on-startup>1</load-on-startup>
 * </servlet>
 * <servlet-mapping>
 *   <servlet-name>keys</servlet-name>
 *   <url-pattern>/k_jwks</url-pattern>
 * </servlet-mapping>
 * }</pre>
 *
 * <table>
 *   <caption>Init-params</caption>
 *   <tr><th>{@code keyStore}</th><td>an absolute path, in which <code>${name}</code> stands for a system property or an
 *     environment variable; or {@code /WEB-INF/...} or {@code classpath:...}, which are read once. A file is read again
 *     when it, or the password's, has changed: replace it as a whole ({@code mv})</td></tr>
 *   <tr><th>{@code keyStoreType}</th><td>what Java calls it; otherwise PKCS12 or JKS, by its content</td></tr>
 *   <tr><th>{@code passwordFile}, {@code passwordProperty}, {@code passwordVariable}</th><td>where the store's password
 *     stands: the first line of a file, a system property, an environment variable. The keys' own passwords are not
 *     needed: only certificates are read</td></tr>
 *   <tr><th>{@code aliases}</th><td>the keys to be published, with commas between them; otherwise every entry that has
 *   a private key</td></tr>
 *   <tr><th>{@code maxAge}</th><td>{@code PT5M}; how long the key set may be cached, at most {@code P1D}</td></tr>
 * </table>
 *
 * While a changed file cannot be read, the last good set is served and the log (the platform's, by the name of this
 * package) gives the reason. A key that is taken out of the store is gone at the next request; deleting the file
 * withdraws nothing. An error at the start stops the servlet.
 *
 * <p>Keys that come from elsewhere are given by a subclass:
 *
 * <pre>{@code
 * public final class BillingKeys extends JwksServlet {
 *     public BillingKeys() {
 *         super(() -> List.of(PublicJwk.of(vault.publicKey("active")), PublicJwk.of(vault.publicKey("next"))));
 *     }
 * }
 * }</pre>
 */
public class JwksServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = System.getLogger(JwksServlet.class.getPackageName());
    private static final String RETRY_SECONDS = "10";

    private final transient @Nullable Supplier<? extends Collection<PublicJwk>> given;
    private transient @Nullable Supplier<? extends Collection<PublicJwk>> keys;
    private transient volatile @Nullable KeySetDocument last;
    private String cacheControl = "";

    /** Publishes what the init-params say. */
    public JwksServlet() {
        this.given = null;
    }

    /**
     * Publishes these keys, and takes no init-param but {@code maxAge}. They are asked for at each request; while that
     * fails, the last ones are served.
     */
    public JwksServlet(Supplier<? extends Collection<PublicJwk>> keys) {
        this.given = keys;
    }

    /** @throws ServletException when the init-params are wrong, or there is no key to publish */
    @Override
    public void init() throws ServletException {
        JwksSettings settings = new JwksSettings(getServletConfig());
        cacheControl = "public, max-age=" + settings.maxAge().toSeconds();
        if (given == null) {
            PublishedKeyStore store = settings.keyStore();
            settings.requireNoProblem();
            keys = opened(store, settings.files());
            return;
        }
        if (settings.nameKeyStore()) {
            settings.refuse("the keys come from the code, so maxAge alone is allowed");
        }
        settings.requireNoProblem();
        keys = given;
    }

    private static Supplier<List<PublicJwk>> opened(PublishedKeyStore store, List<Path> files) throws ServletException {
        LastGood<List<PublicJwk>> read;
        try {
            read = new LastGood<>(files, store::keys, InstantSource.system());
        } catch (UnusableKeyException e) {
            throw new ServletException("The keys cannot be published. " + e.getMessage(), e);
        }
        if (read.get().isEmpty()) {
            throw new ServletException(
                    "There is no key to publish in " + store.name() + ", or none that it shows without its password.");
        }
        return read;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean head = request.getMethod().equals("HEAD");
        if (!head && !request.getMethod().equals("GET")) {
            response.setHeader("Allow", "GET, HEAD");
            response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        KeySetDocument document = document();
        if (document == null) {
            response.setHeader("Retry-After", RETRY_SECONDS);
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        response.setHeader("Cache-Control", cacheControl);
        response.setHeader("ETag", document.etag());
        if (document.isAmong(request.getHeaders("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("application/jwk-set+json");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLength(document.body().length);
        if (!head) {
            response.getOutputStream().write(document.body());
        }
    }

    /** Null: no key set could be read so far. */
    private @Nullable KeySetDocument document() {
        try {
            KeySetDocument document =
                    KeySetDocument.of(Objects.requireNonNull(keys, "init").get());
            last = document;
            return document;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The keys cannot be read; the last good ones are served, if there were any.", e);
            return last;
        }
    }
}
