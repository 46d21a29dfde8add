package dev.countersign.x509;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether a certificate may be registered. Its key has been judged already; nobody relies on who issued it, so there is no path to check, but what is plainly
 * out of order is refused. Thread-safe.
 */
final class CertificateRules {

    /** Of the subject and of the issuer, in bytes: they are shown to people. */
    static final int LONGEST_NAME = 4096;

    /** RFC 5280, section 4.1.2.2: 20 bytes. */
    private static final int LONGEST_SERIAL_BITS = 160;

    private final Duration longestValidity;
    private final InstantSource clock;

    /** @param longestValidity a certificate that is valid for longer is taken with a warning: a bare key has no end at all */
    CertificateRules(Duration longestValidity, InstantSource clock) {
        this.longestValidity = longestValidity;
        this.clock = clock;
    }

    /**
     * What the administrator should know about it.
     *
     * @param force whether it may be taken outside of its validity
     * @throws dev.countersign.auth.UnacceptableKeyException when it will not do
     */
    List<String> judge(X509Certificate certificate, boolean force) {
        if (certificate.getSubjectX500Principal().getEncoded().length > LONGEST_NAME
                || certificate.getIssuerX500Principal().getEncoded().length > LONGEST_NAME) {
            throw Complaint.ofFile(
                    "The subject and the issuer of a certificate have at most " + LONGEST_NAME + " bytes.");
        }
        if (certificate.getSerialNumber().bitLength() > LONGEST_SERIAL_BITS) {
            throw Complaint.ofFile("The serial number of a certificate has at most 20 bytes.");
        }
        Optional<String> weak = WeakSignature.of(certificate);
        // That of a self-signed one says nothing that its key does not say, so it may be as weak as it likes.
        if (weak.isPresent() && !isSelfSigned(certificate)) {
            throw Complaint.ofFile("The certificate was signed by its authority with " + weak.get()
                    + ", which can be forged. Have it issued anew, or bring the public key alone.");
        }
        List<String> warnings = new ArrayList<>();
        validity(certificate, force).ifPresent(warnings::add);
        if (Duration.between(start(certificate), end(certificate)).compareTo(longestValidity) > 0) {
            warnings.add("The certificate is valid for longer than the " + longestValidity.toDays()
                    + " days that are usual here.");
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[0] && !usage[1]) {
            warnings.add("The certificate says that its key is not meant for signatures.");
        }
        return warnings;
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
            throw Complaint.ofFile(problem.get() + " It can be taken all the same, by force.");
        }
        return problem.map(text -> text + " Whether its key counts is decided by the setting expiredCertificates.");
    }

    private static Instant start(X509Certificate certificate) {
        return certificate.getNotBefore().toInstant();
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        if (!certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(PublicKeys.read(certificate.getPublicKey().getEncoded()), BouncyCastle.PROVIDER);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
