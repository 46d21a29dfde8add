package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.keys.JwkMembers;
import dev.countersign.keys.RsaKeys;
import dev.countersign.manage.UnacceptableKeyException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECNamedCurves;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeysTest {

    private static final ASN1ObjectIdentifier X25519 = new ASN1ObjectIdentifier("1.3.101.110");
    private static final ASN1ObjectIdentifier ED25519 = new ASN1ObjectIdentifier("1.3.101.112");
    private static final ASN1ObjectIdentifier ED448 = new ASN1ObjectIdentifier("1.3.101.113");

    private static final BigInteger F4 = BigInteger.valueOf(65537);

    @ParameterizedTest
    @ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
    void jwt8_theThreeCurvesAreRead(String curve) throws Exception {
        PublicKey key = TestKeys.ec(curve).getPublic();

        assertThat(PublicKeys.read(key.getEncoded()).getEncoded()).isEqualTo(key.getEncoded());
    }

    @Test
    void jwt8_rsaAndEd25519AreRead() throws Exception {
        for (KeyPair pair : List.of(TestKeys.rsa(2048), TestKeys.ed25519())) {
            byte[] encoded = pair.getPublic().getEncoded();
            assertThat(PublicKeys.read(encoded).getEncoded()).isEqualTo(encoded);
        }
    }

    @Test
    void jwt8_anRsaKeyHas2048To8192Bits() throws Exception {
        assertThat(PublicKeys.read(rsa(RsaKeys.modulus(2048), F4)).getAlgorithm())
                .isEqualTo("RSA");
        assertThat(PublicKeys.read(rsa(RsaKeys.modulus(8192), F4)).getAlgorithm())
                .isEqualTo("RSA");
        assertThat(((RSAPublicKey) PublicKeys.read(rsa(RsaKeys.modulus(2048), BigInteger.valueOf(3))))
                        .getPublicExponent())
                .isEqualTo(3);
        for (int bits : new int[] {512, 1024, 2047, 8193, 16384}) {
            assertRefused(rsa(odd(bits), F4), "2048 to 8192 bits, this one has " + bits);
        }
    }

    @Test
    void jwt15_anOddRsaKeyIsRefused() throws Exception {
        for (BigInteger exponent :
                List.of(BigInteger.ONE, BigInteger.TWO, F4.add(BigInteger.ONE), BigInteger.ZERO, odd(65), odd(2000))) {
            assertRefused(rsa(odd(2048), exponent), "exponent");
        }
        assertRefused(rsa(odd(2048).subtract(BigInteger.ONE), F4), "modulus");
    }

    @Test
    void file4_anRsaKeyWhoseFactorsCanBeFoundIsRefused() throws Exception {
        KeyPair faulty = RsaKeys.faulty(1);
        byte[] certificate = TestKeys.certificate(faulty).getEncoded();

        assertRefused(faulty.getPublic().getEncoded(), "CVE-2017-15361");
        assertRefused(rsa(RsaKeys.multipleOf(3), F4), "factor");
        assertThatThrownBy(() -> ParsedKey.of(Kind.CERTIFICATE, certificate)).hasMessageContaining("CVE-2017-15361");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secp256k1", "brainpoolP256r1", "secp224r1"})
    void jwt8_anotherCurveIsRefused(String curve) throws Exception {
        assertRefused(TestKeys.oddEc(curve).getPublic().getEncoded(), "P-256, P-384 or P-521");
    }

    @Test
    void jwt15_aCurveThatIsSpeltOutIsRefused() throws Exception {
        byte[] point = point(TestKeys.ec("secp256r1"));

        assertRefused(ec(SECNamedCurves.getByOID(SECObjectIdentifiers.secp256r1), point), "by its name");
    }

    @Test
    void jwt15_aPointOffTheCurveIsRefused() throws Exception {
        byte[] point = point(TestKeys.ec("secp256r1"));
        assertThat(PublicKeys.read(ec(SECObjectIdentifiers.secp256r1, point)).getAlgorithm())
                .isEqualTo("EC");
        point[point.length - 1] ^= 1;

        assertRefused(ec(SECObjectIdentifiers.secp256r1, point), "can be read");
        // The point at infinity, and none.
        assertRefused(ec(SECObjectIdentifiers.secp256r1, new byte[1]), "can be read");
        assertRefused(ec(SECObjectIdentifiers.secp256r1, new byte[0]), "can be read");
        assertRefused(ec(SECObjectIdentifiers.secp384r1, point), "can be read");
    }

    @Test
    void jwt15_anEd25519KeyOfSmallOrderIsRefused() throws Exception {
        byte[] neutral = new byte[32];
        neutral[0] = 1;
        for (byte[] point : List.of(neutral, new byte[32], new byte[31], new byte[33])) {
            assertRefused(info(new AlgorithmIdentifier(ED25519), point), "no point");
        }
    }

    @Test
    void jwt7_otherKindsOfKeysAreRefused() throws Exception {
        for (ASN1ObjectIdentifier kind : List.of(
                ED448, X25519, PKCSObjectIdentifiers.id_RSAES_OAEP, new ASN1ObjectIdentifier("1.2.840.10040.4.1"))) {
            assertRefused(info(new AlgorithmIdentifier(kind), new byte[57]), "RSA, EC");
        }
    }

    @Test
    void rubbishIsRefused() throws Exception {
        byte[] good = TestKeys.ed25519().getPublic().getEncoded();
        byte[] longer = new byte[good.length + 1];
        System.arraycopy(good, 0, longer, 0, good.length);

        for (byte[] der : List.of(new byte[0], new byte[9], longer, new byte[] {0x30, 0}, new byte[] {
            0x30, (byte) 0x84, 127, 127, 127, 127
        })) {
            assertRefused(der, "can be read");
        }
        assertRefused(
                info(new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE), new byte[3]),
                "can be read");
    }

    @Test
    void theThumbprintIsThatOfTheRfcs() throws Exception {
        // RFC 7638, section 3.1.
        BigInteger modulus = new BigInteger(
                1,
                Base64.getUrlDecoder()
                        .decode(
                                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"));
        assertThat(JwkMembers.thumbprint(PublicKeys.read(rsa(modulus, F4))))
                .isEqualTo("NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        // RFC 8037, appendix A.3.
        byte[] point = Base64.getUrlDecoder().decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assertThat(JwkMembers.thumbprint(PublicKeys.read(info(new AlgorithmIdentifier(ED25519), point))))
                .isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    private static void assertRefused(byte[] der, String word) {
        assertThatThrownBy(() -> PublicKeys.read(der))
                .isInstanceOf(UnacceptableKeyException.class)
                .message()
                .containsPattern(word);
    }

    private static BigInteger odd(int bits) {
        return BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
    }

    private static byte[] rsa(BigInteger modulus, BigInteger exponent) throws Exception {
        return info(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new org.bouncycastle.asn1.pkcs.RSAPublicKey(modulus, exponent).getEncoded());
    }

    private static byte[] ec(ASN1Encodable curve, byte[] point) throws Exception {
        return info(new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, curve), point);
    }

    private static byte[] point(KeyPair pair) {
        return SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded())
                .getPublicKeyData()
                .getOctets();
    }

    private static byte[] info(AlgorithmIdentifier algorithm, byte[] key) throws Exception {
        return new SubjectPublicKeyInfo(algorithm, key).getEncoded();
    }
}
