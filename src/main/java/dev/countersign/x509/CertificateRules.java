package dev.countersign.x509;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a certificate may be registered. Its key has been checked before. The issuer is not relied on, so
 * that no path is validated, but plain defects are refused. Thread-safe.
 */
final class CertificateRules {

    /** Of the subject and of the issuer, as both are shown to administrators. */
    static final int MAX_NAME_BYTES = 4096;

    /** RFC 5280, section 4.1.2.2: 20 bytes. */
    private static final int MAX_SERIAL_BITS = 160;

    private final Duration maxValidity;
    private final InstantSource clock;

    /**
     * @param maxValidity a certificate that is valid for longer is imported with a warning only, as a bare key never
     *     ends at all
     */
    CertificateRules(Duration maxValidity, InstantSource clock) {
        this.maxValidity = maxValidity;
        this.clock = clock;
    }

    /**
     * Warnings for the administrator; none for a bare key.
     *
     * @param force whether it may be imported outside of its validity
     * @throws dev.countersign.manage.UnacceptableKeyException when it is refused
     */
    List<String> judge(ParsedKey key, boolean force) {
        return key.certificate()
                .map(certificate -> judge(certificate, key.key(), force))
                .orElse(List.of());
    }

    private List<String> judge(X509Certificate certificate, PublicKey key, boolean force) {
        if (certificate.getSubjectX500Principal().getEncoded().length > MAX_NAME_BYTES
                || certificate.getIssuerX500Principal().getEncoded().length > MAX_NAME_BYTES) {
            throw ImportProblem.ofFile(
                    "The subject and the issuer of a certificate have at most " + MAX_NAME_BYTES + " bytes.");
        }
        if (certificate.getSerialNumber().bitLength() > MAX_SERIAL_BITS) {
            throw ImportProblem.ofFile("The serial number of a certificate has at most 20 bytes.");
        }
        Optional<String> weak = WeakSignature.of(certificate);
        // A self-signed certificate's signature proves nothing beyond its key, so that its strength does not matter.
        if (weak.isPresent() && !isSelfSigned(certificate, key)) {
            throw ImportProblem.ofFile("The certificate was signed by its authority with " + weak.get()
                    + ", which can be forged. Have it issued anew, or bring the public key alone.");
        }
        List<String> warnings = new ArrayList<>();
        validity(certificate, force).ifPresent(warnings::add);
        if (Duration.between(start(certificate), end(certificate)).compareTo(maxValidity) > 0) {
            warnings.add("The certificate is valid for longer than the " + maxValidity.toDays()
                    + " days that are usual here.");
        }
        authority(certificate).ifPresent(warnings::add);
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[0] && !usage[1]) {
            warnings.add("The certificate says that its key is not meant for signatures.");
        }
        return warnings;
    }

    /**
     * RFC 5280, section 4.2.1.9. A self-signed one may well be the client's: openssl req -x509 marks all that it makes.
     */
    private static Optional<String> authority(X509Certificate certificate) {
        if (certificate.getBasicConstraints() < 0) {
            return Optional.empty();
        }
        boolean isOwnIssuer = certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
        return Optional.of(
                "The certificate is marked as an authority's (CA), and with it the authority can authenticate as this"
                        + " client. If it is not the client's own, remove it and bring the one that the authority issued to the client"
                        + (isOwnIssuer
                                ? "; if the client made it itself (openssl req -x509), leave the mark out next time with OpenSSL 3: -addext"
                                        + " basicConstraints=critical,CA:FALSE."
                                : "."));
    }

    private Optional<String> validity(X509Certificate certificate, boolean force) {
        Instant now = clock.instant();
        Optional<String> problem = Optional.empty();
        // Both ends belong to it (RFC 5280, section 4.1.2.5).
        if (now.isBefore(start(certificate))) {
            problem = Optional.of("The certificate is not yet valid: it begins at " + start(certificate) + ".");
        } else if (now.isAfter(end(certificate))) {
            problem = Optional.of("The certificate is expired: it ended at " + end(certificate) + ".");
        }
        if (problem.isPresent() && !force) {
            throw ImportProblem.ofFile(problem.get() + " It can be imported all the same, with force.");
        }
        return problem.map(text -> text + " The setting expiredCertificates decides whether its key is accepted.");
    }

    private static Instant start(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant();
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static boolean isSelfSigned(X509Certificate certificate, PublicKey key) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            PssSignature.verify(certificate, key);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
