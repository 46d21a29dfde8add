package dev.countersign.admin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Stands before the console: leads requests without a session to the login form, and keeps nothing of them.
 * Stateless.
 */
public final class ConsoleFilter extends HttpFilter {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getServletPath().equals(LoginServlet.FORM_LOGIN)
                || Person.of(request).isPresent()) {
            chain.doFilter(request, response);
            return;
        }
        Administration.of(getServletContext())
                .sentry()
                .bodies()
                .finish(request, response, () -> lead(request, response));
    }

    private static void lead(HttpServletRequest request, HttpServletResponse response) {
        if (isPage(request)) {
            ConsolePlace.redirect(LoginServlet.PAGE, request, response);
        } else {
            ConsolePlace.toPath(LoginServlet.PAGE, request, response);
        }
    }

    /** Only the page has a query to keep, not a file. */
    private static boolean isPage(HttpServletRequest request) {
        return Optional.ofNullable(request.getPathInfo()).orElse("/").equals("/");
    }
}
