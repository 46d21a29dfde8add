package dev.countersign.x509;

import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.ClientCertificate.Kind;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * What a registered certificate, or a bare public key, holds. Immutable.
 *
 * @param thumbprint of the certificate, SHA-256, Base64url
 */
record RegisteredKey(
        PublicKey key, Optional<String> thumbprint, Optional<Instant> notBefore, Optional<Instant> notAfter) {

    /** @throws UnacceptableKeyException with the reason */
    static RegisteredKey read(Kind kind, byte[] der) {
        return switch (kind) {
            case CERTIFICATE -> certificate(der);
            case PUBLIC_KEY ->
                new RegisteredKey(PublicKeys.read(der), Optional.empty(), Optional.empty(), Optional.empty());
        };
    }

    private static RegisteredKey certificate(byte[] der) {
        // The key first, which the platform cannot read in each case that we have a word for.
        PublicKey key = PublicKeys.ofCertificate(der);
        X509Certificate certificate = Certificates.read(der);
        return new RegisteredKey(
                key,
                Optional.of(JwkThumbprint.sha256(der)),
                Optional.of(certificate.getNotBefore().toInstant()),
                Optional.of(certificate.getNotAfter().toInstant()));
    }
}
