package dev.countersign.keys;

import java.math.BigInteger;
import java.util.BitSet;

/**
 * Recognises RSA moduli of the library that made its primes as {@code k * M + (65537^a mod M)}, with {@code M} a
 * product of small primes (CVE-2017-15361; Nemec and others, "The Return of Coppersmith's Attack", CCS 2017, section
 * 3). Modulo each of those small primes, such a modulus is a power of 65537 too. Of other moduli about one in 2^27 is.
 * Stateless.
 */
final class RocaFingerprint {

    private static final int GENERATOR = 65_537;

    /** Those prime factors of M whose residues are not all powers of the generator. */
    private static final int[] PRIMES = {11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157};

    private static final BigInteger PRODUCT = product();
    private static final BitSet[] POWERS = powers();

    private RocaFingerprint() {}

    static boolean marks(BigInteger modulus) {
        BigInteger rest = modulus.mod(PRODUCT);
        for (int i = 0; i < PRIMES.length; i++) {
            if (!POWERS[i].get(rest.mod(BigInteger.valueOf(PRIMES[i])).intValue())) {
                return false;
            }
        }
        return true;
    }

    private static BigInteger product() {
        BigInteger product = BigInteger.ONE;
        for (int prime : PRIMES) {
            product = product.multiply(BigInteger.valueOf(prime));
        }
        return product;
    }

    /** The subgroup that the generator makes modulo each prime. */
    private static BitSet[] powers() {
        BitSet[] powers = new BitSet[PRIMES.length];
        for (int i = 0; i < PRIMES.length; i++) {
            powers[i] = new BitSet(PRIMES[i]);
            for (int power = 1; !powers[i].get(power); power = power * GENERATOR % PRIMES[i]) {
                powers[i].set(power);
            }
        }
        return powers;
    }
}
