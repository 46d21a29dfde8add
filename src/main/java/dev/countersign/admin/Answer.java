package dev.countersign.admin;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a call is answered with. Sent once, for it wipes its body then: there may be a secret in it. Not thread-safe. */
final class Answer {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final int status;
    private final String contentType;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, String contentType, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.contentType = contentType;
        this.headers = headers;
        this.body = body;
    }

    static Answer json(int status, Map<String, Object> members) {
        return new Answer(status, JSON, Map.of(), JsonText.of(members));
    }

    /** A body that is JSON already. */
    static Answer ofJsonText(byte[] text) {
        return new Answer(HttpServletResponse.SC_OK, JSON, Map.of(), text.clone());
    }

    static Answer problem(int status, Map<String, Object> members) {
        return new Answer(status, PROBLEM, Map.of(), JsonText.of(members));
    }

    static Answer noContent() {
        return new Answer(HttpServletResponse.SC_NO_CONTENT, JSON, Map.of(), new byte[0]);
    }

    boolean isRefusal() {
        return status >= 400;
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, contentType, more, body);
    }

    void send(HttpServletResponse response, boolean withBody) throws IOException {
        try {
            response.setStatus(status);
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            headers.forEach(response::setHeader);
            if (body.length == 0) {
                return;
            }
            response.setContentType(contentType);
            response.setContentLength(body.length);
            if (withBody) {
                response.getOutputStream().write(body);
            }
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }
}
