package dev.countersign.admin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** A file to send, plain and compressed. Immutable. */
final class StaticFile {

    private final String contentType;
    private final byte[] plain;
    private final byte[] compressed;

    StaticFile(String contentType, byte[] content) {
        this.contentType = contentType;
        this.plain = content.clone();
        this.compressed = compress(content);
    }

    byte[] content() {
        return plain.clone();
    }

    /** The caller sets the headers for caches. */
    void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean gzip = GzipPreference.in(request.getHeaders("Accept-Encoding"));
        byte[] body = gzip ? compressed : plain;
        response.setHeader("Vary", "Accept-Encoding");
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        response.setContentType(contentType);
        response.setContentLength(body.length);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    private static byte[] compress(byte[] content) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new SmallestGzip(compressed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return compressed.toByteArray();
    }

    /** At the best compression: it is done once, at the start. */
    private static final class SmallestGzip extends GZIPOutputStream {

        SmallestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
