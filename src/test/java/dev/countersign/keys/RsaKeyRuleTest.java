package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RsaKeyRuleTest {

    private static final BigInteger F4 = RsaKeys.EXPONENT;

    @ParameterizedTest
    @ValueSource(ints = {2048, 3072, 4096})
    void file4_generatedKeysAreGood(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);

        assertThat(RsaKeyRule.problem((RSAPublicKey) generator.generateKeyPair().getPublic()))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void file4_keysOfTheFaultyLibraryAreRefused(long seed) {
        RSAPublicKey key = (RSAPublicKey) RsaKeys.faulty(seed).getPublic();

        assertThat(key.getModulus().bitLength()).isEqualTo(2048);
        assertThat(RsaKeyRule.problem(key).orElseThrow())
                .contains("ROCA, CVE-2017-15361", "private key can be computed", "openssl genpkey");
    }

    @Test
    void file4_aPrimeOfTheFaultyLibraryBesideAnotherIsNoSuchKey() {
        BigInteger marked = ((RSAPublicKey) RsaKeys.faulty(1).getPublic()).getModulus();

        assertThat(RocaFingerprint.marks(marked)).isTrue();
        assertThat(RocaFingerprint.marks(marked.add(BigInteger.TWO))).isFalse();
        assertThat(RocaFingerprint.marks(marked.negate())).isFalse();
    }

    @Test
    void file4_ofTenThousandOtherModuliNoneIsTakenForOne() {
        Random random = new Random(16);

        assertThat(IntStream.range(0, 10_000).filter(i -> RocaFingerprint.marks(RsaKeys.odd(2048, random))))
                .isEmpty();
    }

    /** Found by hand: the order of 65537 modulo each prime (CCS 2017, section 2.3, gives one in 2^27 for the whole). */
    @Test
    void file4_otherModuliAreMarkedOnceIn2To27() {
        int[] primes = {11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157};
        double share = 1;
        for (int prime : primes) {
            int order = 1;
            while (!F4.modPow(BigInteger.valueOf(order), BigInteger.valueOf(prime))
                    .equals(BigInteger.ONE)) {
                order++;
            }
            share *= order / (double) (prime - 1);
        }

        assertThat(Math.log(share) / Math.log(2)).isBetween(-29.0, -26.0);
    }

    @Test
    void file4_smallFactorsAreRefused() {
        BigInteger good = RsaKeys.modulus(2048);
        assertThat(RsaKeyRule.problem(good, F4)).isEmpty();
        for (long factor : new long[] {3, 5, 251, 743, 751}) {
            BigInteger multiple = RsaKeys.multipleOf(factor);

            assertThat(RsaKeyRule.problem(multiple, F4).orElseThrow())
                    .as("%s", factor)
                    .contains("factor of at most 751");
        }
        assertThat(RsaKeyRule.problem(BigInteger.ONE.shiftLeft(2047).add(BigInteger.ONE), F4))
                .isPresent();
    }

    @Test
    void jwt15_sizeAndParity() {
        BigInteger good = RsaKeys.modulus(2048);
        for (BigInteger exponent : List.of(
                BigInteger.ONE.negate(),
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                F4.add(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(64).add(BigInteger.ONE))) {
            assertThat(RsaKeyRule.problem(good, exponent).orElseThrow()).startsWith("the exponent");
        }
        assertThat(RsaKeyRule.problem(good, BigInteger.valueOf(3))).isEmpty();
        assertThat(RsaKeyRule.problem(good, BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)))
                .isEmpty();
        assertThat(RsaKeyRule.problem(good.add(BigInteger.ONE), F4).orElseThrow())
                .contains("even");
        assertThat(RsaKeyRule.problem(good.negate(), F4)).isPresent();
        for (int bits : new int[] {0, 1, 2047, 8193, 1_000_000}) {
            BigInteger modulus = bits == 0
                    ? BigInteger.ZERO
                    : BigInteger.ONE.shiftLeft(bits - 1).setBit(0);
            assertThat(RsaKeyRule.problem(modulus, F4).orElseThrow()).endsWith("this one has " + bits + " bits");
        }
    }
}
