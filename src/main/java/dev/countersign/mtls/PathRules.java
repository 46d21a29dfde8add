package dev.countersign.mtls;

import dev.countersign.keys.PublicKeyRule;
import java.security.MessageDigest;
import java.security.cert.CertificateParsingException;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for each certificate of a path that the platform's validator does not have, or has only as it is
 * configured (RFC 5280, section 4.2). A path has the client's certificate first and the anchor last. Stateless.
 */
final class PathRules {

    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String NAME_CONSTRAINTS = "2.5.29.30";

    private static final Set<String> CLIENT_USES = Set.of("1.3.6.1.5.5.7.3.2", "2.5.29.37.0");

    /** An empty sequence, and one with FALSE written out. */
    private static final List<byte[]> NO_AUTHORITY = List.of(new byte[] {0x30, 0}, new byte[] {0x30, 3, 1, 1, 0});

    /** Bits of keyUsage (RFC 5280, section 4.2.1.3). */
    private static final int DIGITAL_SIGNATURE = 0;

    private static final int KEY_CERT_SIGN = 5;
    private static final int LONG_LENGTH = 0x80;

    private PathRules() {}

    /** The anchor signed itself, which proves nothing and is not looked at. */
    static Optional<String> strength(List<PathCertificate> path) {
        for (PathCertificate one : path) {
            X509Certificate certificate = one.certificate();
            Optional<String> problem = PublicKeyRule.problem(certificate.getPublicKey())
                    .map(weakness -> "has a key that is not accepted: " + weakness);
            if (problem.isEmpty() && !one.isAnchor()) {
                problem = SignatureRule.problem(
                        certificate.getSigAlgOID(), certificate.getSigAlgName(), certificate.getSigAlgParams());
            }
            if (problem.isPresent()) {
                return problem.map(clause -> named(one) + clause);
            }
        }
        return Optional.empty();
    }

    static Optional<String> dates(List<PathCertificate> path, Instant now) {
        for (PathCertificate one : path) {
            Instant begin = one.certificate().getNotBefore().toInstant();
            // The date is in seconds, and its last one belongs to it.
            Instant end = one.certificate().getNotAfter().toInstant();
            if (now.isBefore(begin)) {
                return Optional.of(named(one) + "is not valid before " + begin);
            }
            if (!now.isBefore(end.plusSeconds(1))) {
                return Optional.of(named(one) + "expired at " + end);
            }
        }
        return Optional.empty();
    }

    static Optional<String> use(List<PathCertificate> path) {
        PathCertificate client = path.get(0);
        for (PathCertificate one : path) {
            X509Certificate certificate = one.certificate();
            Optional<String> problem = unreadable(certificate)
                    .or(() -> one.equals(client) ? ofClient(certificate) : ofAuthority(certificate))
                    .or(() -> extendedUse(certificate));
            if (problem.isPresent()) {
                return problem.map(clause -> named(one) + clause);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> ofClient(X509Certificate certificate) {
        if (certificate.getBasicConstraints() >= 0) {
            return Optional.of("is the certificate of a CA (basicConstraints), not of a client");
        }
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || usage[DIGITAL_SIGNATURE]
                ? Optional.empty()
                : Optional.of("may not sign: its keyUsage lacks digitalSignature");
    }

    private static Optional<String> ofAuthority(X509Certificate certificate) {
        if (certificate.getBasicConstraints() < 0) {
            return Optional.of("is not the certificate of a CA (basicConstraints), but has issued one");
        }
        boolean[] usage = certificate.getKeyUsage();
        return usage == null || usage[KEY_CERT_SIGN]
                ? Optional.empty()
                : Optional.of("may not issue certificates: its keyUsage lacks keyCertSign");
    }

    /** A CA with the extension may issue certificates for these uses only. */
    private static Optional<String> extendedUse(X509Certificate certificate) {
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            return uses == null || uses.stream().anyMatch(CLIENT_USES::contains)
                    ? Optional.empty()
                    : Optional.of("is not for clients: its extendedKeyUsage lacks clientAuth");
        } catch (CertificateParsingException e) {
            return Optional.of("has a malformed extendedKeyUsage");
        }
    }

    /** The platform takes an extension that is malformed and not critical for absent, so that its limit is lifted. */
    private static Optional<String> unreadable(X509Certificate certificate) {
        if (certificate.getExtensionValue(KEY_USAGE) != null && certificate.getKeyUsage() == null) {
            return Optional.of("has a malformed keyUsage");
        }
        try {
            if (certificate.getExtensionValue(EXTENDED_KEY_USAGE) != null
                    && certificate.getExtendedKeyUsage() == null) {
                return Optional.of("has a malformed extendedKeyUsage");
            }
            if (certificate.getExtensionValue(ALTERNATIVE_NAMES) != null
                    && certificate.getSubjectAlternativeNames() == null) {
                return Optional.of("has a malformed subjectAltName");
            }
        } catch (CertificateParsingException e) {
            return Optional.of("has a malformed extension");
        }
        byte[] basic = certificate.getExtensionValue(BASIC_CONSTRAINTS);
        if (basic != null && certificate.getBasicConstraints() < 0 && claimsAuthority(basic)) {
            return Optional.of("has a malformed basicConstraints");
        }
        byte[] names = certificate.getExtensionValue(NAME_CONSTRAINTS);
        return names == null || isNameConstraints(certificate, names)
                ? Optional.empty()
                : Optional.of("has a malformed nameConstraints");
    }

    private static boolean claimsAuthority(byte[] value) {
        byte[] content = content(value);
        return NO_AUTHORITY.stream().noneMatch(form -> MessageDigest.isEqual(form, content));
    }

    private static boolean isNameConstraints(X509Certificate certificate, byte[] value) {
        try {
            // Only its constructor tells whether they are well-formed.
            return new TrustAnchor(certificate, content(value)).getNameConstraints() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Of an octet string, whose form was checked when the certificate was parsed. */
    private static byte[] content(byte[] octets) {
        int length = octets[1] & 0xFF;
        int first = 2 + (length > LONG_LENGTH ? length - LONG_LENGTH : 0);
        return Arrays.copyOfRange(octets, first, octets.length);
    }

    private static String named(PathCertificate certificate) {
        return certificate.name() + " ";
    }
}
