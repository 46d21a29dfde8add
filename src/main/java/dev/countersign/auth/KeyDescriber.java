package dev.countersign.auth;

import dev.countersign.client.ClientCertificate;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;

/** Tells people what a public key is. Thread-safe. */
public interface KeyDescriber {

    /** @throws UnacceptableKeyException when it cannot be read (any more) */
    KeyDescription describe(ClientCertificate registered);

    /**
     * Of a key that came from elsewhere, such as a key set.
     *
     * @throws UnacceptableKeyException when it is none of those that {@link KeyType} names
     */
    KeyType describe(PublicKey key);

    /**
     * What kind of key it is.
     *
     * @param algorithm {@code RSA}, {@code EC} or {@code Ed25519}
     * @param size in bits
     */
    record KeyType(String algorithm, int size) {

        /** Whether such a key signs by this JWS algorithm (RFC 7518, section 3.1; RFC 9864, section 2); of an algorithm that is not known here, true. */
        public boolean fits(String jwsAlgorithm) {
            return switch (jwsAlgorithm) {
                case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512" -> algorithm.equals("RSA");
                case "ES256" -> algorithm.equals("EC") && size == 256;
                case "ES384" -> algorithm.equals("EC") && size == 384;
                case "ES512" -> algorithm.equals("EC") && size == 521;
                case "EdDSA", "Ed25519" -> algorithm.equals("Ed25519");
                default -> true;
            };
        }
    }

    /**
     * What a registered certificate, or bare public key, says.
     *
     * @param thumbprint of the key (RFC 7638), whatever its {@code kid} is: the same key has the same one
     * @param certificate empty: a bare public key
     * @param sha256 of what is registered, in hexadecimal
     */
    record KeyDescription(KeyType type, String thumbprint, String sha256, Optional<CertificateText> certificate) {}

    /**
     * What only a certificate says.
     *
     * @param subject as text (RFC 4514), cut where it is too long; chosen by whoever made it, so it may be anything
     * @param issuer likewise
     * @param serial in hexadecimal
     */
    record CertificateText(String subject, String issuer, String serial, Instant notBefore, Instant notAfter) {}
}
