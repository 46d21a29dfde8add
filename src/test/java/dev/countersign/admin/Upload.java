package dev.countersign.admin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A multipart/form-data body, as browsers and curl write it. Not thread-safe. */
final class Upload {

    static final String BOUNDARY = "------------------------d74496d66958873e";
    static final String TYPE = "multipart/form-data; boundary=" + BOUNDARY;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    static Upload of(String format, String file) {
        return new Upload().part("format", format).file("client.pem", file);
    }

    Upload part(String name, String content) {
        return raw("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + content
                + "\r\n");
    }

    Upload file(String fileName, String content) {
        return raw("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" + content + "\r\n");
    }

    /** In ISO 8859-1, so that any byte can be there. */
    Upload raw(String text) {
        body.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    /** With what ends it. */
    byte[] bytes() {
        return new Upload()
                .raw(unfinished())
                .raw("--" + BOUNDARY + "--\r\n")
                .body
                .toByteArray();
    }

    String unfinished() {
        return body.toString(StandardCharsets.ISO_8859_1);
    }
}
