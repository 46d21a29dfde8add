package dev.countersign.auth;

import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A registered public key of a client, ready to verify with. Immutable.
 *
 * @param kid the key's id; registered certificates have one too, but a client need not know it
 * @param thumbprint of the certificate, SHA-256, Base64url ({@code x5t#S256}; RFC 7515, section 4.1.8)
 * @param algorithm the only JWS algorithm it may be used with, where the key says so (RFC 7517, section 4.4)
 * @param notBefore start of the certificate's validity; empty: a bare key
 * @param notAfter end of the certificate's validity, inclusive; empty: a bare key
 * @param credentialId the id of the registered certificate, to remember when it was last used; empty: from a key set
 * @param expiresAt the first instant at which it is refused, whatever its certificate says; empty: by its certificate
 *     only
 */
public record VerificationKey(
        Optional<String> kid,
        Optional<String> thumbprint,
        PublicKey key,
        Optional<String> algorithm,
        Optional<Instant> notBefore,
        Optional<Instant> notAfter,
        Optional<String> credentialId,
        Optional<Instant> expiresAt) {

    /** A key without an end of its own. */
    public VerificationKey(
            Optional<String> kid,
            Optional<String> thumbprint,
            PublicKey key,
            Optional<String> algorithm,
            Optional<Instant> notBefore,
            Optional<Instant> notAfter,
            Optional<String> credentialId) {
        this(kid, thumbprint, key, algorithm, notBefore, notAfter, credentialId, Optional.empty());
    }

    /** False at {@code expiresAt} and after it. Says nothing about its certificate. */
    public boolean liveAt(Instant now) {
        return expiresAt.isEmpty() || now.isBefore(expiresAt.get());
    }

    /** Whether it came from a key set, where the assertion's {@code kid} has to be one of the set's. */
    public boolean ofKeySet() {
        return credentialId.isEmpty();
    }
}
