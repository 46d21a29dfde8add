package dev.countersign.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * What was said to somebody who was refused, kept with the request: once a body could not be read, Tomcat drops whatever is written, and asks for an
 * error page instead, which says it again. Immutable.
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
            // Whoever dispatched to us has asked for the writer before.
            response.getWriter().write(body);
        }
    }
}
