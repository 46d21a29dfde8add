package dev.countersign.keys;

import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * Decides whether an RSA public key is acceptable (RFC 7518, section 3.3; RFC 8017, section 3.1). A modulus that can be
 * factored lets an attacker sign as the client. Stateless.
 */
public final class RsaKeyRule {

    public static final int MIN_MODULUS_BITS = 2048;

    /** A longer modulus would make verifying a forged signature costlier than sending it. */
    public static final int MAX_MODULUS_BITS = 8192;

    /** The platform accepts no longer exponent with a large modulus; 65537 and 3 are in use. */
    public static final int MAX_EXPONENT_BITS = 64;

    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(3);

    /** NIST SP 800-89, section 5.3.3. */
    private static final int MAX_SMALL_PRIME = 751;

    /**
     * The product of the odd primes up to {@link #MAX_SMALL_PRIME}: one greatest common divisor replaces 132 divisions.
     */
    private static final BigInteger PRIMORIAL = primorial();

    private RsaKeyRule() {}

    /**
     * Why a key must not be used, as a clause; empty: it may. Looks for factors, which takes as long as a verification
     * with 2048 bits: it is meant for each key that is parsed, not for each signature.
     */
    public static Optional<String> problem(BigInteger modulus, BigInteger exponent) {
        return problemOfForm(modulus, exponent).or(() -> problemOfFactors(modulus));
    }

    public static Optional<String> problem(RSAPublicKey key) {
        return problem(key.getModulus(), key.getPublicExponent());
    }

    /** The part of {@link #problem} that costs next to nothing: sizes and parity. */
    public static Optional<String> problemOfForm(BigInteger modulus, BigInteger exponent) {
        int bits = modulus.bitLength();
        if (modulus.signum() <= 0 || bits < MIN_MODULUS_BITS || bits > MAX_MODULUS_BITS) {
            return Optional.of("an RSA key has " + MIN_MODULUS_BITS + " to " + MAX_MODULUS_BITS + " bits, this one has "
                    + bits + " bits");
        }
        if (!modulus.testBit(0)) {
            return Optional.of("the modulus of an RSA key is odd, this one is even");
        }
        if (!exponent.testBit(0) || exponent.compareTo(MIN_EXPONENT) < 0 || exponent.bitLength() > MAX_EXPONENT_BITS) {
            return Optional.of(
                    "the exponent of an RSA key is odd, at least 3 and has at most " + MAX_EXPONENT_BITS + " bits");
        }
        return Optional.empty();
    }

    private static Optional<String> problemOfFactors(BigInteger modulus) {
        if (!modulus.gcd(PRIMORIAL).equals(BigInteger.ONE)) {
            return Optional.of("the modulus of this RSA key has a factor of at most " + MAX_SMALL_PRIME
                    + ", so that its private key can be computed: the file was changed, or the key is made up");
        }
        if (RocaFingerprint.marks(modulus)) {
            return Optional.of(
                    "this RSA key was made by a faulty chip or library (ROCA, CVE-2017-15361), so that its private key can be"
                            + " computed: make a new key pair outside of that device, such as by openssl genpkey -algorithm RSA"
                            + " -pkeyopt rsa_keygen_bits:3072, and use this one nowhere any more");
        }
        return Optional.empty();
    }

    private static BigInteger primorial() {
        BigInteger product = BigInteger.ONE;
        BigInteger prime = MIN_EXPONENT;
        while (prime.intValue() <= MAX_SMALL_PRIME) {
            product = product.multiply(prime);
            prime = prime.nextProbablePrime();
        }
        return product;
    }
}
