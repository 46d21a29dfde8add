package dev.countersign.jose;

import java.math.BigInteger;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.NamedParameterSpec;
import java.util.Locale;
import java.util.Optional;

/** Tells which algorithms a public key is fit for, by type, curve and size (RFC 7518, sections 3.3 to 3.5). Stateless. */
final class KeyForm {

    static final int SHORTEST_RSA_BITS = 2048;
    static final int LONGEST_RSA_BITS = 8192;

    private KeyForm() {}

    static boolean fits(PublicKey key, JwsAlgorithm algorithm) {
        return switch (algorithm.family()) {
            case HMAC -> false;
            case RSA, RSA_PSS -> key instanceof RSAPublicKey rsa && problem(rsa).isEmpty();
            case ECDSA ->
                key instanceof ECPublicKey ec
                        && NamedCurve.of(algorithm)
                                .filter(curve -> curve.hasParameters(ec.getParams()))
                                .isPresent();
            case EDDSA -> isEd25519(key);
        };
    }

    /** Why nobody should verify with this key; empty: it is good enough. */
    static Optional<String> problem(RSAPublicKey key) {
        return problem(key.getModulus(), key.getPublicExponent());
    }

    static Optional<String> problem(BigInteger modulus, BigInteger exponent) {
        int bits = modulus.bitLength();
        if (bits < SHORTEST_RSA_BITS || bits > LONGEST_RSA_BITS) {
            return Optional.of(
                    "an RSA key has " + SHORTEST_RSA_BITS + " to " + LONGEST_RSA_BITS + " bits, this one " + bits);
        }
        if (!modulus.testBit(0)) {
            return Optional.of("an RSA key has an odd modulus");
        }
        // A huge one would only cost time; 65537 and 3 are what there is.
        if (!exponent.testBit(0) || exponent.compareTo(BigInteger.TWO) < 0 || exponent.bitLength() > 64) {
            return Optional.of("an RSA key has an odd exponent from 3 on, of at most 64 bits");
        }
        return Optional.empty();
    }

    /** A few words about a key, for administrators. */
    static String describe(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "RSA with " + rsa.getModulus().bitLength() + " bits";
        }
        if (key instanceof ECPublicKey ec) {
            return "EC with " + ec.getParams().getOrder().bitLength() + " bits";
        }
        return key.getAlgorithm();
    }

    // Providers differ in what they call it.
    private static boolean isEd25519(PublicKey key) {
        return key instanceof EdECPublicKey platform
                ? platform.getParams().getName().equals(NamedParameterSpec.ED25519.getName())
                : key.getAlgorithm().toUpperCase(Locale.ROOT).equals("ED25519");
    }
}
