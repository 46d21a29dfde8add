package dev.countersign.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    void write(Decision.Denied denied, String scheme, HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            LOG.debug("too late to say {} {}: the response has begun", denied.status(), denied.error());
            return;
        }
        response.resetBuffer();
        response.setStatus(denied.status());
        response.setHeader("Cache-Control", "no-store");
        if (denied.status() == 401) {
            response.setHeader("WWW-Authenticate", scheme + realm);
        }
        if (denied.status() == 405) {
            response.setHeader("Allow", METHODS);
        }
        denied.retryAfter().ifPresent(wait -> response.setHeader("Retry-After", seconds(wait)));
        byte[] body = body(denied).getBytes(StandardCharsets.US_ASCII);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        write(body, response);
    }

    private static void write(byte[] body, HttpServletResponse response) throws IOException {
        try {
            response.getOutputStream().write(body);
        } catch (IllegalStateException e) {
            // Whoever dispatched to us has asked for the writer before.
            response.getWriter().write(new String(body, StandardCharsets.US_ASCII));
        }
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
