package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientId;
import dev.countersign.manage.ArchiveFormat;
import dev.countersign.manage.KeyPairIssuer.IssuedKeyPair;
import dev.countersign.manage.KeyPairOrder;
import dev.countersign.manage.KeyPairType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ArchiveWriterTest {

    private static final ClientId BILLING = new ClientId("billing");

    private final KeyPairs pairs = new KeyPairs(() -> Instant.parse("2026-03-01T12:00:00Z"));

    /** Each kind of key in each key store; the longer RSA keys, which take long, are the tools' test's. */
    static Stream<KeyPairOrder> keyStores() {
        return Stream.of(ArchiveFormat.PKCS12, ArchiveFormat.JKS, ArchiveFormat.BCFKS)
                .flatMap(format -> Stream.of(
                                KeyPairType.RSA_2048,
                                KeyPairType.P_256,
                                KeyPairType.P_384,
                                KeyPairType.P_521,
                                KeyPairType.ED25519)
                        .map(type -> Orders.of(format, type)));
    }

    @ParameterizedTest
    @MethodSource("keyStores")
    void aKeyStoreHoldsTheKeyOfItsCertificate(KeyPairOrder order) throws Exception {
        IssuedKeyPair issued = pairs.issue(BILLING, order);
        X509Certificate registered = Orders.certificate(issued);
        String keyPassword = order.format().hasKeyPassword() ? Orders.KEY_PASSWORD : Orders.STORE_PASSWORD;

        KeyStore store = open(order.format(), issued, Orders.STORE_PASSWORD);

        assertThat(store.size()).isOne();
        assertThat(store.isKeyEntry(Orders.ALIAS)).isTrue();
        assertThat(store.getCertificateChain(Orders.ALIAS)).containsExactly(registered);
        // First, since BouncyCastle's store asks for no password any more once it was told the right one.
        assertThatThrownBy(() -> store.getKey(Orders.ALIAS, "not the password".toCharArray()))
                .isInstanceOf(UnrecoverableKeyException.class);
        assertFits((PrivateKey) store.getKey(Orders.ALIAS, keyPassword.toCharArray()), registered);
        assertThatThrownBy(() -> open(order.format(), issued, "not the password"))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = ArchiveFormat.class,
            names = {"JKS", "BCFKS"})
    void theKeyHasTheArchivesPasswordWhenItHasNoneOfItsOwn(ArchiveFormat format) throws Exception {
        IssuedKeyPair issued = pairs.issue(BILLING, Orders.named(format, "billing"));

        KeyStore store = open(format, issued, Orders.STORE_PASSWORD);

        assertThat(store.getKey("billing", Orders.STORE_PASSWORD.toCharArray())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"PKCS12, true", "JKS, true", "BCFKS, false"})
    void javaFindsAnAliasInAnyCaseButInBcfks(ArchiveFormat format, boolean anyCase) throws Exception {
        KeyStore store = open(format, pairs.issue(BILLING, Orders.named(format, "Billing")), Orders.STORE_PASSWORD);

        assertThat(store.containsAlias("Billing")).isTrue();
        assertThat(store.containsAlias("BILLING")).isEqualTo(anyCase);
    }

    @Test
    void pkcs12IsEncryptedInTheModernWayWhateverTheJavaIsSetTo() throws Exception {
        System.setProperty("keystore.pkcs12.legacy", "");
        try {
            IssuedKeyPair issued = pairs.issue(BILLING, Orders.of(ArchiveFormat.PKCS12, KeyPairType.P_256));

            Pfx pfx = Pfx.getInstance(issued.archive().bytes());
            ASN1Sequence parts = ASN1Sequence.getInstance(octets(pfx.getAuthSafe()));
            ContentInfo certificates = ContentInfo.getInstance(parts.getObjectAt(0));
            ContentInfo keys = ContentInfo.getInstance(parts.getObjectAt(1));
            SafeBag key =
                    SafeBag.getInstance(ASN1Sequence.getInstance(octets(keys)).getObjectAt(0));

            assertModern(EncryptedData.getInstance(certificates.getContent()).getEncryptionAlgorithm());
            assertModern(EncryptedPrivateKeyInfo.getInstance(key.getBagValue()).getEncryptionAlgorithm());
            assertThat(pfx.getMacData().getMac().getAlgorithmId().getAlgorithm())
                    .isEqualTo(NISTObjectIdentifiers.id_sha256);
            assertThat(pfx.getMacData().getIterationCount().intValueExact()).isEqualTo(Pbes2.ITERATIONS);
            assertThat(pfx.getMacData().getSalt()).hasSize(Pbes2.SALT_LENGTH);
        } finally {
            System.clearProperty("keystore.pkcs12.legacy");
        }
    }

    @Test
    void pemIsTheEncryptedKeyAndTheCertificate() throws Exception {
        IssuedKeyPair issued = pairs.issue(BILLING, Orders.of(ArchiveFormat.PEM, KeyPairType.P_256));
        String text = new String(issued.archive().bytes(), StandardCharsets.US_ASCII);

        assertThat(text).matches("""
                (?s)-----BEGIN ENCRYPTED PRIVATE KEY-----
                [^-]+
                -----END ENCRYPTED PRIVATE KEY-----
                -----BEGIN CERTIFICATE-----
                [^-]+
                -----END CERTIFICATE-----
                """);
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
        int second = text.lastIndexOf("-----BEGIN");
        assertModern(EncryptedPrivateKeyInfo.getInstance(der(text.substring(0, second)))
                .getEncryptionAlgorithm());
        assertThat(der(text.substring(second)))
                .isEqualTo(Orders.certificate(issued).getEncoded());
    }

    @ParameterizedTest
    @CsvSource({
        "RSA_2048, PS256, 'd dp dq e kid kty n p q qi use'",
        "P_256, ES256, 'crv d kid kty use x y'",
        "P_384, ES384, 'crv d kid kty use x y'",
        "P_521, ES512, 'crv d kid kty use x y'",
        "ED25519, EdDSA, 'crv d kid kty use x'"
    })
    void aJwkSignsForItsCertificate(KeyPairType type, String algorithm, String members) throws Exception {
        IssuedKeyPair issued = pairs.issue(BILLING, Orders.of(ArchiveFormat.JWK, type));
        String text = new String(issued.archive().bytes(), StandardCharsets.US_ASCII);
        Map<String, Object> json = JsonUtil.parseJson(text);
        PublicJsonWebKey jwk = PublicJsonWebKey.Factory.newPublicJwk(text);

        assertThat(json.keySet()).containsExactlyInAnyOrder(members.split(" ", -1));
        assertThat(json)
                .containsEntry("use", "sig")
                .containsEntry("kid", issued.registered().kid());
        assertThat(json.values()).allSatisfy(value -> assertThat((String) value).matches("[A-Za-z0-9_-]+"));
        assertThat(jwk.calculateBase64urlEncodedThumbprint("SHA-256"))
                .isEqualTo(issued.registered().kid());
        assertThat(verified(signed(jwk.getPrivateKey(), algorithm), Orders.certificate(issued)))
                .isTrue();
    }

    /** Every other coordinate of this curve begins with a zero byte, which must not get lost. */
    @Test
    void theMembersOfAJwkAlwaysHaveTheirFullLength() throws Exception {
        for (int i = 0; i < 20; i++) {
            IssuedKeyPair issued = pairs.issue(BILLING, Orders.of(ArchiveFormat.JWK, KeyPairType.P_521));
            String text = new String(issued.archive().bytes(), StandardCharsets.US_ASCII);

            for (String member : List.of("x", "y", "d")) {
                assertThat((String) JsonUtil.parseJson(text).get(member)).hasSize(88);
            }
        }
    }

    private static KeyStore open(ArchiveFormat format, IssuedKeyPair issued, String password) throws Exception {
        KeyStore store = format == ArchiveFormat.BCFKS
                ? KeyStore.getInstance("BCFKS", BouncyCastle.PROVIDER)
                : KeyStore.getInstance(format.name());
        store.load(new ByteArrayInputStream(issued.archive().bytes()), password.toCharArray());
        return store;
    }

    private static byte[] octets(ContentInfo content) {
        return ASN1OctetString.getInstance(content.getContent()).getOctets();
    }

    private static void assertModern(AlgorithmIdentifier how) {
        PBES2Parameters parameters = PBES2Parameters.getInstance(how.getParameters());
        PBKDF2Params derivation =
                PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());

        assertThat(how.getAlgorithm()).isEqualTo(PKCSObjectIdentifiers.id_PBES2);
        assertThat(parameters.getEncryptionScheme().getAlgorithm()).isEqualTo(NISTObjectIdentifiers.id_aes256_CBC);
        assertThat(derivation.getIterationCount().intValueExact()).isEqualTo(Pbes2.ITERATIONS);
        assertThat(derivation.getPrf().getAlgorithm()).isEqualTo(PKCSObjectIdentifiers.id_hmacWithSHA256);
    }

    private static void assertFits(PrivateKey key, X509Certificate certificate) throws Exception {
        String algorithm = switch (certificate.getPublicKey().getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> "Ed25519";
        };
        byte[] message = "a message".getBytes(StandardCharsets.US_ASCII);
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(message);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certificate);
        verifying.update(message);
        assertThat(verifying.verify(signing.sign())).isTrue();
    }

    private static String signed(PrivateKey key, String algorithm) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setPayload("{}");
        jws.setKey(key);
        return jws.getCompactSerialization();
    }

    private static boolean verified(String compact, X509Certificate certificate) throws Exception {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setCompactSerialization(compact);
        jws.setKey(certificate.getPublicKey());
        return jws.verifySignature();
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }
}
