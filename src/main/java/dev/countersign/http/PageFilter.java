package dev.countersign.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stands before pages for people: they come over TLS only, and with header fields that keep foreign script, frames and caches away. Thread-safe once
 * initialized.
 */
public final class PageFilter implements Filter {

    /** Bootstrap's style sheet has its icons as {@code data:}. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
            // No text becomes markup but by way of the templates of lit-html, which makes one policy, of that name.
            + " require-trusted-types-for 'script'; trusted-types lit-html";

    private static final String CONSOLE = "/console/";

    private static final String ONE_YEAR = "max-age=31536000";

    /**
     * Tomcat and WildFly take a login at the end of any path, and answer a wrong one with a page and 200: at {@code /verify/...} that would be a yes to
     * a proxy.
     */
    private static final Decision.Denied NO_LOGIN = Denials.malformed(403, "nobody signs in here");

    private final ErrorWriter errors = new ErrorWriter("countersign");
    private @Nullable Sentry sentry;

    @Override
    public void init(FilterConfig config) throws ServletException {
        if (!(config.getServletContext().getAttribute(Sentry.class.getName()) instanceof Sentry found)) {
            throw new ServletException("Countersign has not started: its listener has to come first");
        }
        sentry = found;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (sentry == null) {
            throw new IllegalStateException("the filter was not initialized");
        }
        HttpServletRequest asking = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        Optional<Decision.Denied> denied = sentry.refuseTransport(asking);
        if (denied.isPresent()) {
            errors.write(denied.get(), BasicCredentialReader.SCHEME, asking, answer);
            return;
        }
        if (asking.getDispatcherType() == DispatcherType.FORWARD && isNotForALogin(asking, answer)) {
            return;
        }
        answer.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (sentry.secure(asking)) {
            answer.setHeader("Strict-Transport-Security", ONE_YEAR);
        }
        if (isPage(asking.getRequestURI())) {
            answer.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, response);
    }

    /** Whether the container would put the login page where it must not stand; answered already then. */
    private boolean isNotForALogin(HttpServletRequest forwarded, HttpServletResponse answer) throws IOException {
        String console = forwarded.getContextPath() + "/console";
        String asked = askedFor(forwarded);
        // Undertow adds the slash to the servlet's path, but not to the URI.
        if (console.equals(forwarded.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI)) || isDeep(asked)) {
            // The page's links, and where its form goes to, count from just below the slash.
            answer.setStatus(HttpServletResponse.SC_FOUND);
            answer.setHeader("Cache-Control", "no-store");
            answer.setHeader("Location", console + "/");
            return true;
        }
        if (asked.startsWith(CONSOLE) || asked.startsWith("/login/")) {
            return false;
        }
        errors.write(NO_LOGIN, BasicCredentialReader.SCHEME, forwarded, answer);
        return true;
    }

    /** Where the console has files, not pages. */
    private static boolean isDeep(String path) {
        return path.startsWith(CONSOLE) && path.indexOf('/', CONSOLE.length()) >= 0;
    }

    /** In the application, before the container put the login page in its place. */
    private static String askedFor(HttpServletRequest request) {
        return text(request.getAttribute(RequestDispatcher.FORWARD_SERVLET_PATH))
                + text(request.getAttribute(RequestDispatcher.FORWARD_PATH_INFO));
    }

    private static String text(@Nullable Object attribute) {
        return attribute instanceof String text ? text : "";
    }

    /** A page or a directory, whose page is meant; style sheets and scripts may be kept. */
    private static boolean isPage(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() || last.indexOf('.') < 0 || last.endsWith(".html");
    }
}
