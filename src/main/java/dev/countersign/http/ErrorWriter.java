package dev.countersign.http;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refusals, the one place that does (RFC 6749, section 5.2). By itself and not with {@code sendError}, so that no error page of the container or
 * the application gets in between. Immutable.
 */
final class ErrorWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorWriter.class);

    /** What resources take in general; which of these this one takes is its own business. */
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
            LOG.debug("too late to say {} {}: the response has begun", denied.status(), denied.error());
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
        denied.retryAfter().ifPresent(wait -> fields.put("Retry-After", seconds(wait)));
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

    /** Rounded up, so that nobody comes back a moment too early. */
    private static String seconds(Duration wait) {
        return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
    }
}
