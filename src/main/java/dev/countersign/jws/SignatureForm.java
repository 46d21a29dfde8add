package dev.countersign.jws;

import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.NamedCurve;
import dev.countersign.keys.RsaKeyRule;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;

/**
 * Checks the form of a signature, without the key (RFC 7518, sections 3.3 to 3.5; RFC 8037, section 3.1). Providers
 * return early where the form does not fit a key, so that the time would tell the key's size: a signature of an
 * impossible form is not handed to them. Stateless.
 */
public final class SignatureForm {

    private static final int ED25519_BYTES = 64;
    private static final int MIN_RSA_BYTES = RsaKeyRule.MIN_MODULUS_BITS / Byte.SIZE;
    private static final int MAX_RSA_BYTES = RsaKeyRule.MAX_MODULUS_BITS / Byte.SIZE;

    /**
     * An RSA signature that begins with this many 0xFF bytes is refused, so that a decoy modulus above every other
     * signature exists. One valid signature in 2^64 begins so.
     */
    public static final int ONES_BYTES = 8;

    private SignatureForm() {}

    /**
     * Whether any key of this algorithm could have made it. Depends on the assertion alone, not on the client's keys.
     */
    public static boolean isPossible(JwsAlgorithm algorithm, byte[] signature) {
        return switch (algorithm.family()) {
            case HMAC -> signature.length * Byte.SIZE == algorithm.hashBits();
            case RSA, RSA_PSS ->
                signature.length >= MIN_RSA_BYTES
                        && signature.length <= MAX_RSA_BYTES
                        && !isAll(0xFF, signature, 0, ONES_BYTES)
                        // 0 and 1 do not change under exponentiation, so they need no private key.
                        && new BigInteger(1, signature).bitLength() > 1;
            case ECDSA -> {
                int length = NamedCurve.of(algorithm).orElseThrow().coordinateLength();
                // With r or s = 0, some providers accepted every signature (CVE-2022-21449).
                yield signature.length == 2 * length
                        && !isAll(0, signature, 0, length)
                        && !isAll(0, signature, length, 2 * length);
            }
            case EDDSA -> signature.length == ED25519_BYTES;
        };
    }

    /** Whether this key could have made it. */
    public static boolean isPossible(JwsAlgorithm algorithm, PublicKey key, byte[] signature) {
        return isPossible(algorithm, signature)
                && (!(key instanceof RSAPublicKey rsa) || isBelow(rsa.getModulus(), signature));
    }

    /** As long as the modulus, and a smaller number (RFC 8017, section 8.2.2). */
    private static boolean isBelow(BigInteger modulus, byte[] signature) {
        int length = (modulus.bitLength() + Byte.SIZE - 1) / Byte.SIZE;
        return signature.length == length && new BigInteger(1, signature).compareTo(modulus) < 0;
    }

    private static boolean isAll(int value, byte[] bytes, int from, int to) {
        int different = 0;
        for (int i = from; i < to; i++) {
            different |= bytes[i] ^ value;
        }
        return (different & 0xFF) == 0;
    }
}
