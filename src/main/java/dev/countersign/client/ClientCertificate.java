package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/**
 * A public key that was registered for a client, in a certificate or bare. Immutable.
 *
 * @param id unique within the store; made by the server, of {@code A-Z a-z 0-9 - _} only
 * @param kid the key's id, by which an assertion may name it
 * @param alias what the administrator calls it; may be empty
 * @param kind what {@code der} is
 * @param der Base64 of the certificate (RFC 5280) or of the SubjectPublicKeyInfo
 * @param algorithm the only JWS algorithm that it may be used with (RFC 7517, section 4.4); empty: any that fits
 * @param notAfter the certificate's last instant; empty: a bare public key
 * @param lastUsedAt about when it last authenticated the client; written late
 */
public record ClientCertificate(
        String id,
        String kid,
        String alias,
        Kind kind,
        String der,
        Optional<String> algorithm,
        Instant createdAt,
        Optional<Instant> notAfter,
        Optional<Instant> lastUsedAt) {

    /** In characters. */
    public static final int MAX_ALIAS_CHARS = 255;

    /** A key that may be used with every algorithm that fits. */
    public ClientCertificate(
            String id,
            String kid,
            String alias,
            Kind kind,
            String der,
            Instant createdAt,
            Optional<Instant> notAfter,
            Optional<Instant> lastUsedAt) {
        this(id, kid, alias, kind, der, Optional.empty(), createdAt, notAfter, lastUsedAt);
    }

    /** The kind of the registered key. */
    public enum Kind {
        CERTIFICATE,
        PUBLIC_KEY
    }
}
