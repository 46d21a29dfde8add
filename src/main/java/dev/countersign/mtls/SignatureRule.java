package dev.countersign.mtls;

import dev.countersign.text.ShownText;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The algorithms with which CAs may sign certificates and revocation lists, whatever the platform's configuration
 * allows. Stateless.
 */
final class SignatureRule {

    /** RSA with PKCS #1 v1.5, ECDSA, each with SHA-256, SHA-384, SHA-512; Ed25519 (RFC 4055, RFC 5758, RFC 8410). */
    private static final Set<String> ALLOWED = Set.of(
            "1.2.840.113549.1.1.11",
            "1.2.840.113549.1.1.12",
            "1.2.840.113549.1.1.13",
            "1.2.840.10045.4.3.2",
            "1.2.840.10045.4.3.3",
            "1.2.840.10045.4.3.4",
            "1.3.101.112");

    private static final String PSS = "1.2.840.113549.1.1.10";

    private static final Set<String> DIGESTS = Set.of("SHA-256", "SHA-384", "SHA-512");

    private SignatureRule() {}

    /** A clause that says what is wrong; empty: it may be used. */
    static Optional<String> problem(String oid, String name, byte @Nullable [] parameters) {
        boolean good = oid.equals(PSS) ? isGoodPss(parameters) : ALLOWED.contains(oid);
        return good
                ? Optional.empty()
                : Optional.of("is signed with " + ShownText.of(name) + ", which is not accepted");
    }

    private static boolean isGoodPss(byte @Nullable [] encoded) {
        if (encoded == null) {
            // The defaults are SHA-1 (RFC 4055, section 3.1).
            return false;
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(encoded);
            PSSParameterSpec spec = parameters.getParameterSpec(PSSParameterSpec.class);
            return DIGESTS.contains(spec.getDigestAlgorithm())
                    && spec.getMGFParameters() instanceof MGF1ParameterSpec mask
                    && DIGESTS.contains(mask.getDigestAlgorithm());
        } catch (InvalidParameterSpecException | IOException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no RSASSA-PSS", e);
        }
    }
}
