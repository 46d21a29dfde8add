package dev.countersign.x509;

import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.ClientCertificate.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;

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
        try {
            // The key first, which the platform cannot read in each case that we have a word for.
            Certificate parts = Certificate.getInstance(Der.read(der));
            PublicKey key = PublicKeys.read(parts.getSubjectPublicKeyInfo().getEncoded());
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
            if (!MessageDigest.isEqual(der, certificate.getEncoded())) {
                throw Complaint.ofFile("There is more than the certificate.");
            }
            return new RegisteredKey(
                    key,
                    Optional.of(JwkThumbprint.sha256(der)),
                    Optional.of(certificate.getNotBefore().toInstant()),
                    Optional.of(certificate.getNotAfter().toInstant()));
        } catch (IOException | CertificateException | IllegalArgumentException | IllegalStateException e) {
            throw Complaint.ofFile("This is no certificate that can be read.", e);
        }
    }
}
