package dev.countersign.http;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Replaces the container's error pages, which disclose exceptions and versions: writes the recorded refusal again, or
 * else the status code and its name. Thread-safe.
 */
public final class ErrorPageServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    private static final Map<Integer, String> NAMES = Map.of(
            400, " Bad Request",
            401, " Unauthorized",
            403, " Forbidden",
            404, " Not Found",
            405, " Method Not Allowed",
            408, " Request Timeout",
            500, " Internal Server Error",
            503, " Service Unavailable");

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        WrittenRefusal.of(request).orElseGet(() -> plain(status(request))).send(response);
    }

    /** A direct request for its path gets 404. */
    private static int status(HttpServletRequest request) {
        if (request.getDispatcherType() != DispatcherType.ERROR) {
            return HttpServletResponse.SC_NOT_FOUND;
        }
        return request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status
                ? status
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }

    static WrittenRefusal plain(int status) {
        String name = NAMES.getOrDefault(status, "");
        return new WrittenRefusal(
                status, "text/plain;charset=utf-8", Map.of("Cache-Control", "no-store"), status + name + '\n');
    }
}
