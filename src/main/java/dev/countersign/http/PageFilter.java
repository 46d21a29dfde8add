package dev.countersign.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
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
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String ONE_YEAR = "max-age=31536000";

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

    /** A page or a directory, whose page is meant; style sheets and scripts may be kept. */
    private static boolean isPage(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() || last.indexOf('.') < 0 || last.endsWith(".html");
    }
}
