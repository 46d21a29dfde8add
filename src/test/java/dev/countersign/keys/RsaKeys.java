package dev.countersign.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Random;

/**
 * Makes RSA keys as the faulty library did (CVE-2017-15361), and moduli of other kinds. The same for the same
 * arguments.
 */
public final class RsaKeys {

    public static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

    /** Of the keys with 1984 to 3968 bits. */
    private static final int PRIMES = 126;

    private static final int PRIME_BITS = 1024;

    private static final BigInteger M = product();

    private RsaKeys() {}

    /** Of the faulty library, with 2048 bits. */
    public static KeyPair faulty(long seed) {
        Random random = new Random(seed);
        BigInteger p = prime(random);
        BigInteger q = prime(random);
        BigInteger order = p.subtract(BigInteger.ONE).multiply(q.subtract(BigInteger.ONE));
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(p.multiply(q), EXPONENT)),
                    factory.generatePrivate(new RSAPrivateKeySpec(p.multiply(q), EXPONENT.modInverse(order))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An odd number without a small factor, which costs as much as the product of two primes. */
    public static BigInteger modulus(int bits) {
        Random random = new Random(bits);
        BigInteger found;
        do {
            found = odd(bits, random);
        } while (RsaKeyRule.problem(found, EXPONENT)
                .filter(problem -> problem.contains("factor"))
                .isPresent());
        return found;
    }

    /** With that small factor and no other. */
    public static BigInteger multipleOf(long factor) {
        BigInteger small = BigInteger.valueOf(factor);
        return small.multiply(BigInteger.probablePrime(2 * PRIME_BITS - small.bitLength() + 1, new Random(factor)));
    }

    static BigInteger odd(int bits, Random random) {
        return new BigInteger(bits, random).setBit(bits - 1).setBit(0);
    }

    private static BigInteger prime(Random random) {
        while (true) {
            BigInteger power = EXPONENT.modPow(new BigInteger(256, random), M);
            int bits = PRIME_BITS - M.bitLength();
            // The leading bits make the product one of full length.
            BigInteger k = new BigInteger(bits, random)
                    .setBit(bits - 1)
                    .setBit(bits - 2)
                    .setBit(bits - 3);
            BigInteger candidate = k.multiply(M).add(power);
            if (candidate.isProbablePrime(20) && !candidate.mod(EXPONENT).equals(BigInteger.ONE)) {
                return candidate;
            }
        }
    }

    private static BigInteger product() {
        BigInteger product = BigInteger.TWO;
        BigInteger prime = BigInteger.TWO;
        for (int i = 1; i < PRIMES; i++) {
            prime = prime.nextProbablePrime();
            product = product.multiply(prime);
        }
        return product;
    }
}
