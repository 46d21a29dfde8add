package dev.countersign.kit;

import dev.countersign.keys.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Enumeration;
import java.util.stream.Stream;

/**
 * A key set as it is served, with its entity tag (RFC 9110, section 8.8.3). Immutable: the body is never written to.
 */
final class KeySetDocument {

    private final byte[] body;
    private final String etag;

    private KeySetDocument(byte[] body) {
        this.body = body;
        this.etag = '"' + Sha256.base64Url(body) + '"';
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

    /**
     * Whether the cache of the caller holds this version, by the {@code If-None-Match} fields (RFC 9110, section
     * 13.1.2).
     */
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
}
