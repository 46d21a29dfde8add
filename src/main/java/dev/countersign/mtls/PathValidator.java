package dev.countersign.mtls;

import dev.countersign.text.ShownText;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Validates one path by the platform (RFC 5280, section 6.1): signatures, names, path length, name constraints,
 * policies, critical extensions. Nothing is fetched. Thread-safe.
 */
final class PathValidator {

    /** Other providers may be installed before it. */
    private static final String PROVIDER = "SUN";

    private static final int MAX_SHOWN = 120;

    private static final Map<PKIXReason, String> REASONS = Map.of(
            PKIXReason.PATH_TOO_LONG,
                    "issues CAs although its own CA limits the length of the path (pathLenConstraint)",
            PKIXReason.INVALID_NAME, "has a name outside of the nameConstraints of its CA",
            PKIXReason.UNRECOGNIZED_CRIT_EXT, "has a critical extension that is not known",
            PKIXReason.NOT_CA_CERT, "is not the certificate of a CA (basicConstraints), but has issued one",
            PKIXReason.INVALID_KEY_USAGE, "may not issue certificates: its keyUsage lacks keyCertSign",
            PKIXReason.INVALID_POLICY, "has none of the certificate policies that its CA requires");

    private final Provider provider;

    PathValidator() {
        this.provider = Optional.ofNullable(Security.getProvider(PROVIDER))
                .orElseThrow(() -> new IllegalStateException("this Java has no security provider " + PROVIDER));
    }

    /** What is wrong with which certificate; empty: the path is valid. */
    Optional<String> problem(List<PathCertificate> path, Instant now) {
        try {
            CertPath certificates = CertificateFactory.getInstance("X.509", provider)
                    .generateCertPath(
                            path.stream().map(PathCertificate::certificate).toList());
            CertPathValidator.getInstance("PKIX", provider)
                    .validate(certificates, parameters(path.get(path.size() - 1).certificate(), now));
            return Optional.empty();
        } catch (CertPathValidatorException e) {
            return Optional.of(text(e, path));
        } catch (GeneralSecurityException | RuntimeException e) {
            // For some malformed extensions the validator throws unchecked exceptions.
            return Optional.of("the path cannot be validated (" + e.getClass().getSimpleName() + ")");
        }
    }

    /**
     * The anchor's certificate is validated as the first of the path, under its own name and key: of a certificate that
     * is an anchor, the platform sees neither dates nor constraints nor extensions.
     */
    private static PKIXParameters parameters(X509Certificate anchor, Instant now)
            throws InvalidAlgorithmParameterException {
        PKIXParameters parameters = new PKIXParameters(
                Set.of(new TrustAnchor(anchor.getSubjectX500Principal(), anchor.getPublicKey(), null)));
        parameters.setDate(Date.from(now));
        // The platform's own check would fetch, as system properties say; RevocationLists does it.
        parameters.setRevocationEnabled(false);
        // Mappings multiply policies from CA to CA, without any limit.
        parameters.setPolicyMappingInhibited(true);
        return parameters;
    }

    private static String text(CertPathValidatorException problem, List<PathCertificate> path) {
        int index = problem.getIndex();
        String name = index >= 0 && index < path.size() ? path.get(index).name() : "one certificate";
        CertPathValidatorException.Reason reason = problem.getReason();
        String known = reason instanceof PKIXReason pkix ? REASONS.get(pkix) : null;
        return name + " "
                + (known != null
                        ? known
                        : "is refused by the Java platform: "
                                + ShownText.of(String.valueOf(problem.getMessage()), MAX_SHOWN));
    }
}
