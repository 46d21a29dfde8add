package dev.countersign.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Filters all requests of the WAR, and keeps containers from waiting for a body that was not read: Tomcat and Undertow
 * would occupy the thread until the sender has sent it, whatever the path. Thread-safe once initialized.
 */
public final class UnreadBodyFilter implements Filter {

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
        if (!RequestBodies.mayHaveBody(asking)) {
            chain.doFilter(request, response);
            return;
        }
        HttpServletResponse answer = new PlainErrors((HttpServletResponse) response);
        chain.doFilter(request, answer);
        if (!request.isAsyncStarted()) {
            sentry.bodies().settle(asking, answer);
        }
    }

    /**
     * Writes an error at once, which a container would write after all filters, when the connection may be closed
     * already.
     */
    private static final class PlainErrors extends HttpServletResponseWrapper {

        PlainErrors(HttpServletResponse response) {
            super(response);
        }

        @Override
        public void sendError(int status) throws IOException {
            resetBuffer();
            ErrorPageServlet.plain(status).send(this);
        }

        @Override
        public void sendError(int status, String message) throws IOException {
            sendError(status);
        }
    }
}
