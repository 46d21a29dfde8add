package dev.countersign.token;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A key that signs access tokens, as the store has it. Its private half is encrypted. Immutable.
 *
 * @param kid the RFC 7638 thumbprint of the public key
 * @param algorithm the JWS algorithm, by its registered name
 * @param publicKey the SubjectPublicKeyInfo, in Base64
 * @param sealedPrivateKey the encrypted private key; empty once it is retired
 * @param activeSince when it began to sign; empty: it has not
 * @param retiredAt when it ended to sign; empty: it has not
 * @param lastTokenExpiresAt when the last token that it signed has ended; empty: it is not retired
 */
public record SigningKey(
        String kid,
        String algorithm,
        String publicKey,
        String sealedPrivateKey,
        Instant createdAt,
        Optional<Instant> activeSince,
        Optional<Instant> retiredAt,
        Optional<Instant> lastTokenExpiresAt) {

    /** Its place in the life of a key. */
    public enum State {
        /** Resource servers can see it already, and it signs nothing yet. */
        PUBLISHED,
        /** Signs. */
        ACTIVE,
        /** Signs no longer; tokens that it has signed are still valid. */
        RETIRED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public State state() {
        if (retiredAt.isPresent()) {
            return State.RETIRED;
        }
        return activeSince.isPresent() ? State.ACTIVE : State.PUBLISHED;
    }

    public SigningKey activatedAt(Instant now) {
        return new SigningKey(
                kid,
                algorithm,
                publicKey,
                sealedPrivateKey,
                createdAt,
                Optional.of(now),
                Optional.empty(),
                Optional.empty());
    }

    /** Without the private key, which nothing needs any more. */
    public SigningKey retiredAt(Instant now, Instant lastTokenExpiresAt) {
        return new SigningKey(
                kid,
                algorithm,
                publicKey,
                "",
                createdAt,
                activeSince,
                Optional.of(now),
                Optional.of(lastTokenExpiresAt));
    }

    /** Without the private key, encrypted though it is. */
    @Override
    public String toString() {
        return "SigningKey[" + kid + " " + algorithm + " " + state().wireName() + "]";
    }
}
