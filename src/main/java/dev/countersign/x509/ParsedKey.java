package dev.countersign.x509;

import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.keys.CertificateParser;
import dev.countersign.keys.JwkMembers;
import dev.countersign.keys.MalformedDerException;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/**
 * An acceptable public key, in a certificate or bare, with all that was read of its encoding, once. Not to be changed.
 */
final class ParsedKey {

    private final byte[] der;
    private final PublicKey key;
    private final Optional<X509Certificate> certificate;

    private ParsedKey(byte[] der, PublicKey key, Optional<X509Certificate> certificate) {
        this.der = der;
        this.key = key;
        this.certificate = certificate;
    }

    /** @throws dev.countersign.manage.UnacceptableKeyException with the reason */
    static ParsedKey of(Kind kind, byte[] der) {
        return switch (kind) {
            case CERTIFICATE -> certificate(der);
            case PUBLIC_KEY -> publicKey(der);
        };
    }

    /** @throws dev.countersign.manage.UnacceptableKeyException with the reason */
    static ParsedKey certificate(byte[] der) {
        // The key first: the platform's parser fails on some keys for which PublicKeys has a more exact reason.
        PublicKey key = PublicKeys.ofCertificate(der);
        return new ParsedKey(der, key, Optional.of(platformCertificate(der)));
    }

    /** @throws dev.countersign.manage.UnacceptableKeyException with the reason */
    static ParsedKey certificate(X509Certificate read) {
        try {
            byte[] der = read.getEncoded();
            return new ParsedKey(der, PublicKeys.ofCertificate(der), Optional.of(read));
        } catch (CertificateEncodingException e) {
            throw ImportProblem.ofFile("This is no certificate that can be read.", e);
        }
    }

    /**
     * Its {@link #der} is the canonical encoding, so that one key is never registered as two.
     *
     * @throws dev.countersign.manage.UnacceptableKeyException with the reason
     */
    static ParsedKey publicKey(byte[] der) {
        PublicKey key = PublicKeys.read(der);
        return new ParsedKey(key.getEncoded(), key, Optional.empty());
    }

    /** Of a certificate whose key is not checked. */
    static X509Certificate platformCertificate(byte[] der) {
        try {
            return CertificateParser.parse(der);
        } catch (MalformedDerException e) {
            throw ImportProblem.ofFile(
                    "This is no certificate that can be read: " + e.getMessage()
                            + ". Its public key may be brought alone, as PUBLIC_KEY_PEM: openssl x509 -in FILE -noout -pubkey >"
                            + " NEW_FILE.",
                    e);
        }
    }

    Kind kind() {
        return certificate.isPresent() ? Kind.CERTIFICATE : Kind.PUBLIC_KEY;
    }

    byte[] der() {
        return der;
    }

    PublicKey key() {
        return key;
    }

    /** Empty: a bare public key. */
    Optional<X509Certificate> certificate() {
        return certificate;
    }

    /** Of the key (RFC 7638). */
    String thumbprint() {
        return JwkMembers.thumbprint(key);
    }

    /** Of the certificate, SHA-256, Base64url. */
    Optional<String> certificateThumbprint() {
        return certificate.map(same -> JwkMembers.sha256(der));
    }

    Optional<Instant> notBefore() {
        return certificate.map(valid -> valid.getNotBefore().toInstant());
    }

    Optional<Instant> notAfter() {
        return certificate.map(valid -> valid.getNotAfter().toInstant());
    }
}
