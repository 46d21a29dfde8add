package dev.countersign.http;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;

/** What the listener left in the servlet context for filters and servlets, each by its class name. Stateless. */
public final class StartedApplication {

    private StartedApplication() {}

    /** @throws ServletException when the listener has not run */
    public static <T> T part(Class<T> type, ServletContext context) throws ServletException {
        Object part = context.getAttribute(type.getName());
        if (!type.isInstance(part)) {
            throw new ServletException("Countersign has not started: its listener has to come first");
        }
        return type.cast(part);
    }
}
