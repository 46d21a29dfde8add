package dev.countersign.kit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Enumeration;
import java.util.stream.Stream;

/** A key set as it goes out, with its name for caches (RFC 9110, section 8.8.3). Immutable: nobody writes to the body. */
final class KeySetDocument {

    private final byte[] body;
    private final String etag;

    private KeySetDocument(byte[] body) {
        this.body = body;
        this.etag = '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(body)) + '"';
    }

    static KeySetDocument of(Collection<PublicJwk> keys) {
        return new KeySetDocument(PublicJwk.keySet(keys).getBytes(StandardCharsets.UTF_8));
    }

    byte[] body() {
        return body;
    }

    String etag() {
        return etag;
    }

    /** Whether somebody has this one already, by his {@code If-None-Match} fields (RFC 9110, section 13.1.2). */
    boolean isAmong(Enumeration<String> ifNoneMatch) {
        while (ifNoneMatch.hasMoreElements()) {
            if (Stream.of(ifNoneMatch.nextElement().split(",", -1))
                    .map(tag -> tag.strip().replaceFirst("^W/", ""))
                    .anyMatch(tag -> tag.equals(etag) || tag.equals("*"))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
