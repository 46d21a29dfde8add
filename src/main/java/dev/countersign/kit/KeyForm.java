package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Set;
import org.jose4j.keys.EllipticCurves;
import org.jspecify.annotations.Nullable;

/** Tells keys apart as the algorithms do: by kind and curve. Stateless. */
final class KeyForm {

    /** RFC 7518, section 3.3; what is longer than the other one, servers need not take. */
    private static final int SHORTEST_RSA_BITS = 2048;

    private static final int LONGEST_RSA_BITS = 8192;
    private static final Set<String> CURVES = Set.of("P-256", "P-384", "P-521");

    private KeyForm() {}

    /**
     * {@code RSA}, or the name of the curve as JWKs have it.
     *
     * @throws UnusableKeyException when no algorithm here takes such a key, or nobody should
     */
    static String of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa(rsa.getModulus().bitLength());
        }
        @Nullable String curve = null;
        if (key instanceof ECPublicKey ec) {
            curve = EllipticCurves.getName(ec.getParams().getCurve());
        } else if (key instanceof EdECPublicKey edwards) {
            curve = edwards.getParams().getName();
        }
        if (curve != null && (CURVES.contains(curve) || curve.equals("Ed25519"))) {
            return curve;
        }
        throw new UnusableKeyException(
                Problem.UNKNOWN_KIND,
                "No algorithm here takes such a key (" + key.getAlgorithm() + (curve == null ? "" : ", " + curve)
                        + "); take RSA, Ed25519, or EC with P-256, P-384 or P-521.");
    }

    private static String rsa(int bits) {
        if (bits < SHORTEST_RSA_BITS) {
            throw new UnusableKeyException(
                    Problem.TOO_WEAK,
                    "An RSA key of " + bits + " bits is too weak; take " + SHORTEST_RSA_BITS + " or more.");
        }
        if (bits > LONGEST_RSA_BITS) {
            throw new UnusableKeyException(
                    Problem.UNKNOWN_KIND,
                    "An RSA key of " + bits + " bits is more than servers take; " + LONGEST_RSA_BITS
                            + " are the most.");
        }
        return "RSA";
    }
}
