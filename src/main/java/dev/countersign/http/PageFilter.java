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
 * Guards pages for people: requires TLS, and sets header fields against foreign scripts, framing and caching.
 * Thread-safe once initialized.
 */
public final class PageFilter implements Filter {

    /** Bootstrap's style sheet has its icons as {@code data:}. */
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none';"
            // Text becomes markup only through lit-html's templates, which create the one allowed policy.
            + " require-trusted-types-for 'script'; trusted-types lit-html";

    private static final String ONE_YEAR = "max-age=31536000";

    private @Nullable Sentry sentry;

    @Override
    public void init(FilterConfig config) throws ServletException {
        sentry = StartedApplication.part(Sentry.class, config.getServletContext());
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (sentry == null) {
            throw new IllegalStateException("the filter was not initialized");
        }
        HttpServletRequest asking = (HttpServletRequest) request;
        HttpServletResponse answer = (HttpServletResponse) response;
        RequestOrigin origin = sentry.originOf(asking);
        Optional<Decision.Denied> denied = sentry.refuse(origin);
        if (denied.isPresent()) {
            ErrorWriter.write(denied.get(), Optional.empty(), asking, answer);
            return;
        }
        answer.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
        answer.setHeader("X-Content-Type-Options", "nosniff");
        answer.setHeader("Referrer-Policy", "no-referrer");
        answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        if (origin.secure()) {
            answer.setHeader("Strict-Transport-Security", ONE_YEAR);
        }
        if (isPage(asking.getRequestURI())) {
            answer.setHeader("Cache-Control", "no-store");
        }
        chain.doFilter(request, response);
    }

    /** A page, or a directory that serves its page: not to be cached, while style sheets and scripts may be. */
    private static boolean isPage(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() || last.indexOf('.') < 0 || last.endsWith(".html");
    }
}
