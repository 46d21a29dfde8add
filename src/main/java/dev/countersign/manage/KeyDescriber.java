package dev.countersign.manage;

import dev.countersign.client.ClientCertificate;
import dev.countersign.keys.KeyType;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;

/** Describes public keys for administrators. Thread-safe. */
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
     * @param subject as text (RFC 4514), cut where it is too long; untrusted, as the certificate's maker chose it
     * @param issuer likewise
     * @param serial in hexadecimal
     */
    record CertificateText(String subject, String issuer, String serial, Instant notBefore, Instant notAfter) {}
}
