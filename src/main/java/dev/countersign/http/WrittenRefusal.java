package dev.countersign.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The response to a refused request, kept with the request: after a body that could not be read, Tomcat drops the
 * written response and dispatches to an error page, which writes it again. Immutable.
 */
public record WrittenRefusal(int status, String contentType, Map<String, String> fields, String body) {

    private static final String ATTRIBUTE = WrittenRefusal.class.getName();

    public WrittenRefusal {
        fields = Map.copyOf(fields);
    }

    static Optional<WrittenRefusal> of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof WrittenRefusal kept ? Optional.of(kept) : Optional.empty();
    }

    public void keepWith(ServletRequest request) {
        request.setAttribute(ATTRIBUTE, this);
    }

    void send(HttpServletResponse response) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        fields.forEach(response::setHeader);
        response.setContentType(contentType);
        response.setContentLength(bytes.length);
        try {
            response.getOutputStream().write(bytes);
        } catch (IllegalStateException e) {
            // The servlet that dispatched to this one has called getWriter() before.
            response.getWriter().write(body);
        }
    }
}
