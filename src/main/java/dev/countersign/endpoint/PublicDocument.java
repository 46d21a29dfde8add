package dev.countersign.endpoint;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Enumeration;

/** Sends a JSON document that is for all, also for scripts of other origins, and may be cached. Stateless. */
final class PublicDocument {

    private PublicDocument() {}

    /**
     * Answers GET and HEAD, and 304 to who has it already (RFC 9110, section 13.1.2).
     *
     * @param entityTag with quotes
     */
    static void send(byte[] json, String entityTag, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Cache-Control", "public, max-age=300");
        response.setHeader("ETag", entityTag);
        response.setHeader("Access-Control-Allow-Origin", "*");
        if (isKnown(entityTag, request.getHeaders("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType("application/json");
        response.setContentLength(json.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(json);
        }
    }

    private static boolean isKnown(String entityTag, Enumeration<String> fields) {
        while (fields.hasMoreElements()) {
            for (String tag : fields.nextElement().split(",", -1)) {
                String known = tag.strip();
                if (known.equals("*") || known.equals(entityTag) || known.equals("W/" + entityTag)) {
                    return true;
                }
            }
        }
        return false;
    }
}
