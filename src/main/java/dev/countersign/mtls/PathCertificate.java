package dev.countersign.mtls;

import dev.countersign.keys.Sha256;
import dev.countersign.text.ShownText;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import javax.security.auth.x500.X500Principal;

/** A certificate that may stand on a path. Two are equal when their bytes are. Immutable. */
final class PathCertificate {

    private static final int MAX_SHOWN = 120;

    private final X509Certificate certificate;
    private final boolean anchor;
    private final String keyHash;

    private PathCertificate(X509Certificate certificate, boolean anchor) {
        this.certificate = certificate;
        this.anchor = anchor;
        this.keyHash =
                HexFormat.of().formatHex(Sha256.of(certificate.getPublicKey().getEncoded()));
    }

    /** From the client's chain: never an anchor, even if it is self-signed, since only configured CAs are trusted. */
    static PathCertificate presented(X509Certificate certificate) {
        return new PathCertificate(certificate, false);
    }

    /** What the deployer configured: an anchor when it is self-signed. */
    static PathCertificate configured(X509Certificate certificate) {
        PathCertificate it = new PathCertificate(certificate, false);
        return it.isIssuedBy(it) ? new PathCertificate(certificate, true) : it;
    }

    X509Certificate certificate() {
        return certificate;
    }

    boolean isAnchor() {
        return anchor;
    }

    /** SHA-256 of the SubjectPublicKeyInfo, in lower-case hexadecimal. */
    String keyHash() {
        return keyHash;
    }

    X500Principal subject() {
        return certificate.getSubjectX500Principal();
    }

    X500Principal issuer() {
        return certificate.getIssuerX500Principal();
    }

    /** Whether the extension basicConstraints says that it is a CA. */
    boolean isAuthority() {
        return certificate.getBasicConstraints() >= 0;
    }

    /** The same CA, if one of the two is a CA: a path with both would be a loop. */
    boolean hasNameAndKeyOf(PathCertificate other) {
        return keyHash.equals(other.keyHash) && subject().equals(other.subject());
    }

    boolean isNamedAsIssuerOf(PathCertificate other) {
        return subject().equals(other.issuer());
    }

    /** By name and by signature, which takes most of the time. */
    boolean isIssuedBy(PathCertificate issuer) {
        if (!issuer.isNamedAsIssuerOf(this)) {
            return false;
        }
        try {
            certificate.verify(issuer.certificate.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException e) {
            // Providers throw unchecked exceptions for some broken signatures.
            return false;
        }
    }

    /** For people: the subject, shortened. */
    String name() {
        return shown(subject());
    }

    static String shown(X500Principal name) {
        String text = name.getName();
        return text.isEmpty() ? "(empty name)" : "\"" + ShownText.of(text, MAX_SHOWN) + "\"";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PathCertificate that && certificate.equals(that.certificate);
    }

    @Override
    public int hashCode() {
        return keyHash.hashCode();
    }
}
