package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/**
 * A public key that was registered for a client, in a certificate or bare. Immutable.
 *
 * @param id unique within the store; made by us, of {@code A-Z a-z 0-9 - _} only
 * @param kid the key's id, by which an assertion may name it
 * @param alias what the administrator calls it; may be empty
 * @param kind what {@code der} is
 * @param der Base64 of the certificate (RFC 5280) or of the SubjectPublicKeyInfo
 * @param notAfter the certificate's last instant; empty: a bare public key
 * @param lastUsedAt about when it last let the client in; written late
 */
public record ClientCertificate(
        String id,
        String kid,
        String alias,
        Kind kind,
        String der,
        Instant createdAt,
        Optional<Instant> notAfter,
        Optional<Instant> lastUsedAt) {

    /** In characters. */
    public static final int MAX_ALIAS_LENGTH = 255;

    /** What was registered. */
    public enum Kind {
        CERTIFICATE,
        PUBLIC_KEY
    }
}
