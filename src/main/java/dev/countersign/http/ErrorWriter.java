package dev.countersign.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refusals, the only place that does (RFC 6749, section 5.2). Not with {@code sendError}, so that no error page
 * of the container or the application replaces them. Stateless.
 */
public final class ErrorWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorWriter.class);

    /**
     * For {@code Allow}: the methods in general use, since the filter does not know which of them the resource
     * supports. A servlet that knows has set the field.
     */
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private ErrorWriter() {}

    /** @param challenge for the field {@code WWW-Authenticate}; empty: none */
    public static void write(
            Decision.Denied denied, Optional<String> challenge, ServletRequest request, HttpServletResponse response)
            throws IOException {
        WrittenRefusal refusal = new WrittenRefusal(
                denied.status(), "application/json", fields(denied, challenge, response), body(denied));
        refusal.keepWith(request);
        if (response.isCommitted()) {
            LOG.debug("cannot write {} {}: the response is committed", denied.status(), denied.error());
            return;
        }
        response.resetBuffer();
        refusal.send(response);
    }

    private static Map<String, String> fields(
            Decision.Denied denied, Optional<String> challenge, HttpServletResponse response) {
        Map<String, String> fields = new HashMap<>();
        fields.put("Cache-Control", "no-store");
        challenge.ifPresent(text -> fields.put("WWW-Authenticate", text));
        if (denied.status() == 405 && !response.containsHeader("Allow")) {
            fields.put("Allow", METHODS);
        }
        denied.retryAfterSeconds().ifPresent(seconds -> fields.put("Retry-After", seconds));
        return fields;
    }

    private static String body(Decision.Denied denied) {
        String error = "{\"error\":\"" + safe(denied.error());
        return denied.description().isEmpty()
                ? error + "\"}"
                : error + "\",\"error_description\":\"" + safe(denied.description()) + "\"}";
    }

    /** The characters of RFC 6749, section 5.2, need no escaping in JSON; a plug-in's text may have others. */
    private static String safe(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append(c >= 0x20 && c <= 0x7E && c != '"' && c != '\\' ? c : '?');
        }
        return safe.toString();
    }
}
