package dev.countersign.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refusals, the only place that does (RFC 6749, section 5.2). Not with {@code sendError}, so that no error page
 * of the container or the application replaces them. Immutable.
 */
final class ErrorWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorWriter.class);

    /**
     * For {@code Allow}: the methods in general use, since the filter does not know which of them the resource
     * supports.
     */
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

    private final String realm;

    /** @throws IllegalArgumentException when the realm cannot stand in a header */
    ErrorWriter(String realm) {
        if (realm.isEmpty() || !realm.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new IllegalArgumentException("a realm has printable ASCII characters only, and at least one");
        }
        // RFC 9110, section 5.6.4
        this.realm = " realm=\"" + realm.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /** @param scheme of the challenge in a 401 */
    void write(Decision.Denied denied, String scheme, ServletRequest request, HttpServletResponse response)
            throws IOException {
        WrittenRefusal refusal =
                new WrittenRefusal(denied.status(), "application/json", fields(denied, scheme), body(denied));
        refusal.keepWith(request);
        if (response.isCommitted()) {
            LOG.debug("cannot write {} {}: the response is committed", denied.status(), denied.error());
            return;
        }
        response.resetBuffer();
        refusal.send(response);
    }

    private Map<String, String> fields(Decision.Denied denied, String scheme) {
        Map<String, String> fields = new HashMap<>();
        fields.put("Cache-Control", "no-store");
        if (denied.status() == 401) {
            fields.put("WWW-Authenticate", scheme + realm);
        }
        if (denied.status() == 405) {
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
