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
import org.jspecify.annotations.Nullable;

/**
 * Gives each request of the WAR its id, before any other filter writes a line about it. Thread-safe once initialized.
 */
public final class RequestIdFilter implements Filter {

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
        NamedRequest begun = sentry.begin((HttpServletRequest) request, (HttpServletResponse) response);
        try {
            chain.doFilter(request, response);
        } finally {
            begun.close();
        }
    }
}
