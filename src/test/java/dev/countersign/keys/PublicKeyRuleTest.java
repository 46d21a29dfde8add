package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EllipticCurve;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyRuleTest {

    private static final BigInteger P25519 = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));

    /**
     * The eight points whose order divides 8 have these y; each of them for both signs of x (RFC 8032, section 5.1).
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                // Not reduced, and otherwise a point: y = 3.
                "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void jwt15_pointsOfSmallOrderAndUnreducedOnes(String encoded) {
        assertThatThrownBy(() -> PublicKeyNumbers.ed25519(HexFormat.of().parseHex(encoded)))
                .isInstanceOf(UnfitKeyException.class)
                .hasMessageContaining("no point");
    }

    @Test
    void jwt15_halfOfAllNumbersArePointsAndTheBasePointIsOne() throws Exception {
        BigInteger base = BigInteger.valueOf(4)
                .multiply(BigInteger.valueOf(5).modInverse(P25519))
                .mod(P25519);
        assertThat(PublicKeyRule.problem(PublicKeyNumbers.ed25519(point(base)))).isEmpty();
        assertThat(isPoint(BigInteger.valueOf(3))).isTrue();
        long points = IntStream.range(2, 402)
                .filter(y -> isPoint(BigInteger.valueOf(y)))
                .count();
        assertThat(points).isBetween(150L, 250L);
    }

    /** The platform takes such a key, and even verifies with it. */
    @ParameterizedTest
    @EnumSource(NamedCurve.class)
    void jwt15_aPointOffTheCurve(NamedCurve curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(curve.parameters());
        ECPublicKey good = (ECPublicKey) generator.generateKeyPair().getPublic();
        BigInteger p = ((ECFieldFp) curve.parameters().getCurve().getField()).getP();
        BigInteger x = good.getW().getAffineX();
        BigInteger y = good.getW().getAffineY();

        assertThat(PublicKeyRule.problem(good)).isEmpty();
        assertThat(curve.contains(new ECPoint(x, p.subtract(y)))).isTrue();
        assertThat(PublicKeyRule.problem(key(new ECPoint(x, y.flipBit(0)), curve.parameters())))
                .hasValueSatisfying(problem -> assertThat(problem).contains("not on its curve"));
        assertThat(curve.contains(new ECPoint(x.add(p), y))).isFalse();
        assertThat(curve.contains(new ECPoint(x, y.add(p)))).isFalse();
        assertThat(curve.contains(new ECPoint(x, y.negate()))).isFalse();
        assertThat(curve.contains(ECPoint.POINT_INFINITY)).isFalse();
    }

    /** Another generator makes another curve, on which its maker knows every private key (CVE-2020-0601). */
    @Test
    void jwt15_aCurveOfOnesOwn() throws Exception {
        ECParameterSpec p256 = NamedCurve.P256.parameters();
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        ECPoint point = ((ECPublicKey) generator.generateKeyPair().getPublic()).getW();
        EllipticCurve same = p256.getCurve();
        ECParameterSpec odd = new ECParameterSpec(same, point, p256.getOrder(), p256.getCofactor());

        assertThat(NamedCurve.of(p256)).contains(NamedCurve.P256);
        assertThat(NamedCurve.of(odd)).isEmpty();
    }

    @Test
    void jwt7_keysThatNoAlgorithmTakes() throws Exception {
        for (String algorithm : new String[] {"Ed448", "X25519", "DSA"}) {
            PublicKey key =
                    KeyPairGenerator.getInstance(algorithm).generateKeyPair().getPublic();
            assertThat(PublicKeyRule.problem(key))
                    .hasValueSatisfying(problem -> assertThat(problem).contains("RSA, EC"));
            assertThat(KeyType.of(key)).isEmpty();
        }
    }

    private static boolean isPoint(BigInteger y) {
        try {
            PublicKeyNumbers.ed25519(point(y));
            return true;
        } catch (UnfitKeyException e) {
            return false;
        }
    }

    /** The lowest byte first. */
    private static byte[] point(BigInteger y) {
        byte[] big = UnsignedNumber.bytes(y, Ed25519Point.LENGTH);
        byte[] little = new byte[big.length];
        for (int i = 0; i < big.length; i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    private static PublicKey key(ECPoint point, ECParameterSpec parameters) throws Exception {
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, parameters));
    }
}
