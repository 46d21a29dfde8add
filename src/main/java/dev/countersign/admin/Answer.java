package dev.countersign.admin;

import dev.countersign.http.WrittenRefusal;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a call. Sent once, as it then wipes its body: there may be a secret in it. Not thread-safe.
 */
final class Answer {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";

    private final int status;
    private final String contentType;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Optional<Stream> stream;

    private Answer(int status, String contentType, Map<String, String> headers, byte[] body) {
        this(status, contentType, headers, body, Optional.empty());
    }

    private Answer(int status, String contentType, Map<String, String> headers, byte[] body, Optional<Stream> stream) {
        this.status = status;
        this.contentType = contentType;
        this.headers = headers;
        this.body = body;
        this.stream = stream;
    }

    /** A body that is written while it is made. */
    @FunctionalInterface
    interface Stream {

        /** What it throws breaks the answer off: the container closes the connection without the end of the body. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** An answer whose length is not known, with no secret in it. */
    static Answer stream(String contentType, Stream stream) {
        return new Answer(HttpServletResponse.SC_OK, contentType, Map.of(), new byte[0], Optional.of(stream));
    }

    /** @param value written by {@link JsonText} */
    static Answer json(int status, Object value) {
        return new Answer(status, JSON, Map.of(), JsonText.of(value));
    }

    /**
     * A file to be downloaded.
     *
     * @param name in ASCII, without separators of paths
     */
    static Answer file(int status, String contentType, String name, byte[] content) {
        return new Answer(
                status,
                contentType,
                Map.of("Content-Disposition", "attachment; filename=\"" + name + "\""),
                content.clone());
    }

    /** A body that is already written as JSON. */
    static Answer ofJsonText(byte[] text) {
        return new Answer(HttpServletResponse.SC_OK, JSON, Map.of(), text.clone());
    }

    static Answer problem(int status, Object members) {
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
        return new Answer(status, contentType, more, body, stream);
    }

    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try {
            Map<String, String> fields = new LinkedHashMap<>(headers);
            // A proxy that compresses changes the entity tag (RFC 9110, section 7.7).
            fields.put("Cache-Control", headers.containsKey("ETag") ? "no-store, no-transform" : "no-store");
            fields.put("X-Content-Type-Options", "nosniff");
            if (isRefusal()) {
                new WrittenRefusal(status, contentType, fields, new String(body, StandardCharsets.UTF_8))
                        .keepWith(request);
            }
            response.setStatus(status);
            fields.forEach(response::setHeader);
            if (stream.isPresent()) {
                response.setContentType(contentType);
                if (!request.getMethod().equals("HEAD")) {
                    stream.get().writeTo(response.getOutputStream());
                }
                return;
            }
            if (body.length == 0) {
                return;
            }
            response.setContentType(contentType);
            response.setContentLength(body.length);
            if (!request.getMethod().equals("HEAD")) {
                response.getOutputStream().write(body);
            }
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }
}
