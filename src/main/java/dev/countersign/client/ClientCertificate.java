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
 * @param notAfter the certificate's last instant, or {@code expiresAt} when that is earlier; empty: a bare public key
 *     without an end
 * @param lastUsedAt about when it last authenticated the client; written late
 * @param expiresAt the first instant at which it is refused, whatever its certificate says, since it was replaced;
 *     empty: it was not
 * @param replacement how it ends before {@code expiresAt}; empty: it does not. Only databases of the server keep it
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
        Optional<Instant> lastUsedAt,
        Optional<Instant> expiresAt,
        Optional<Replacement> replacement)
        implements ReplaceableCredential<ClientCertificate> {

    /** In characters. */
    public static final int MAX_ALIAS_CHARS = 255;

    /** A key that was not replaced. */
    public ClientCertificate(
            String id,
            String kid,
            String alias,
            Kind kind,
            String der,
            Optional<String> algorithm,
            Instant createdAt,
            Optional<Instant> notAfter,
            Optional<Instant> lastUsedAt) {
        this(id, kid, alias, kind, der, algorithm, createdAt, notAfter, lastUsedAt, Optional.empty(), Optional.empty());
    }

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

    /** The same key, last used at this moment. */
    public ClientCertificate usedAt(Optional<Instant> use) {
        return new ClientCertificate(
                id, kid, alias, kind, der, algorithm, createdAt, notAfter, use, expiresAt, replacement);
    }

    /** The same key by other names: it keeps its id, its ends and its uses. */
    public ClientCertificate named(String otherKid, String otherAlias, Optional<String> otherAlgorithm) {
        return new ClientCertificate(
                id,
                otherKid,
                otherAlias,
                kind,
                der,
                otherAlgorithm,
                createdAt,
                notAfter,
                lastUsedAt,
                expiresAt,
                replacement);
    }

    /** Also the end of one whose certificate has expired before: that may count nevertheless. */
    @Override
    public ClientCertificate endingBy(Instant end) {
        return expiresAt.filter(known -> !known.isAfter(end)).isPresent() ? this : ending(end, Optional.empty());
    }

    @Override
    public ClientCertificate endingUnused(Replacement how, Instant latest) {
        return ending(expiresAt.filter(earlier -> earlier.isBefore(latest)).orElse(latest), Optional.of(how));
    }

    private ClientCertificate ending(Instant end, Optional<Replacement> how) {
        Instant first = notAfter.filter(earlier -> earlier.isBefore(end)).orElse(end);
        return new ClientCertificate(
                id, kid, alias, kind, der, algorithm, createdAt, Optional.of(first), lastUsedAt, Optional.of(end), how);
    }

    /** The kind of the registered key. */
    public enum Kind {
        CERTIFICATE,
        PUBLIC_KEY
    }
}
