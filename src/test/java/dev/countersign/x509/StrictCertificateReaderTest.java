package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.UnacceptableKeyException;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StrictCertificateReaderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static KeyPair pair;
    private static byte[] certificate;
    private static byte[] key;

    private final StrictCertificateReader reader = new StrictCertificateReader(() -> NOW);

    @BeforeAll
    static void make() throws Exception {
        pair = TestKeys.ec("secp256r1");
        certificate = TestKeys.certificate(pair).getEncoded();
        key = pair.getPublic().getEncoded();
    }

    @Test
    void aCertificateIsReadFromPemAndDer() {
        String pem = TestKeys.pem("CERTIFICATE", certificate);
        for (byte[] content : List.of(certificate, bytes(pem), bytes("\r\n " + pem.replace("\n", "\r\n") + "\n\n"))) {
            ClientCertificate read = reader.read(content, "laptop");

            assertThat(read.id()).matches("[A-Za-z0-9_-]{16}");
            assertThat(read.alias()).isEqualTo("laptop");
            assertThat(read.kind()).isEqualTo(Kind.CERTIFICATE);
            assertThat(Base64.getDecoder().decode(read.der())).isEqualTo(certificate);
            assertThat(read.createdAt()).isEqualTo(NOW);
            assertThat(read.notAfter()).contains(TestKeys.NOT_AFTER);
            assertThat(read.lastUsedAt()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void aKeyIsReadFromPemAndDerAndNamedLikeItsCertificate() {
        String kid = reader.read(certificate, "").kid();
        for (byte[] content : List.of(key, bytes(TestKeys.pem("PUBLIC KEY", key)))) {
            ClientCertificate read = reader.read(content, "");

            assertThat(read.kind()).isEqualTo(Kind.PUBLIC_KEY);
            assertThat(read.notAfter()).isEqualTo(Optional.empty());
            assertThat(read.kid()).isEqualTo(kid).matches("[A-Za-z0-9_-]{43}");
        }
        assertThat(reader.read(key, "").id()).isNotEqualTo(reader.read(key, "").id());
    }

    @Test
    void aPrivateKeyIsRefusedWithAClearWord() throws Exception {
        byte[] pkcs8 = pair.getPrivate().getEncoded();
        byte[] bare = PrivateKeyInfo.getInstance(pkcs8)
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        byte[] rsa = PrivateKeyInfo.getInstance(TestKeys.rsa(2048).getPrivate().getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();

        for (byte[] content : List.of(
                pkcs8,
                bare,
                rsa,
                bytes(TestKeys.pem("PRIVATE KEY", pkcs8)),
                bytes(TestKeys.pem("EC PRIVATE KEY", bare)),
                bytes(TestKeys.pem("CERTIFICATE", pkcs8)),
                bytes(TestKeys.pem("ENCRYPTED PRIVATE KEY", new byte[100])),
                bytes(TestKeys.pem("CERTIFICATE", certificate) + TestKeys.pem("PRIVATE KEY", pkcs8)))) {
            assertThatThrownBy(() -> reader.read(content, ""))
                    .isInstanceOf(UnacceptableKeyException.class)
                    .hasMessageStartingWith("This is a private key");
        }
    }

    static Stream<String> notOneBlock() {
        String pem = TestKeys.pem("CERTIFICATE", certificate);
        return Stream.of(
                pem + pem,
                pem + TestKeys.pem("PUBLIC KEY", key),
                "subject=CN = billing\n" + pem,
                pem + "and more",
                pem.replace("-----END CERTIFICATE-----", ""),
                pem.replace("END CERTIFICATE", "END PUBLIC KEY"),
                pem.replace("CERTIFICATE", "certificate"),
                pem.replace("-----BEGIN CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\n"),
                pem.replaceFirst("MII", "M!I"),
                pem.replaceFirst("MII", "MII="),
                pem.replaceFirst("MII", ""),
                TestKeys.pem("PUBLIC KEY", certificate),
                TestKeys.pem("CERTIFICATE", key),
                TestKeys.pem("X509 CRL", certificate),
                TestKeys.pem("RSA PUBLIC KEY", key),
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----",
                Base64.getEncoder().encodeToString(certificate),
                "{\"keys\":[]}",
                "<html>",
                "",
                "\n");
    }

    @ParameterizedTest
    @MethodSource
    void notOneBlock(String text) {
        assertThatThrownBy(() -> reader.read(bytes(text), "")).isInstanceOf(UnacceptableKeyException.class);
    }

    @Test
    void derIsTheCertificateAndNothingElse() throws Exception {
        byte[] longer = new byte[certificate.length + 1];
        System.arraycopy(certificate, 0, longer, 0, certificate.length);
        byte[] shorter = new byte[certificate.length - 1];
        System.arraycopy(certificate, 0, shorter, 0, shorter.length);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("a", TestKeys.certificate(pair));
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        store.store(archive, "changeit".toCharArray());

        for (byte[] content : List.of(longer, shorter, archive.toByteArray(), new byte[100])) {
            assertThatThrownBy(() -> reader.read(content, ""))
                    .isInstanceOf(UnacceptableKeyException.class)
                    .hasMessageContaining("neither");
        }
    }

    @Test
    void aCertificateOfAWeakOrOddKeyIsRefusedForThat() throws Exception {
        byte[] weak = TestKeys.certificate(TestKeys.rsa(1024)).getEncoded();
        byte[] odd = TestKeys.certificate(TestKeys.oddEc("secp256k1")).getEncoded();

        assertThatThrownBy(() -> reader.read(weak, "")).hasMessageContaining("this one has 1024");
        assertThatThrownBy(() -> reader.read(odd, "")).hasMessageContaining("P-256, P-384 or P-521");
    }

    @Test
    void sizesAreBounded() {
        assertThatThrownBy(() -> reader.read(new byte[StrictCertificateReader.LONGEST + 1], ""))
                .hasMessageContaining("at most");
        assertThatThrownBy(() -> reader.read(key, "x".repeat(ClientCertificate.MAX_ALIAS_LENGTH + 1)))
                .hasMessageContaining("alias");
        assertThat(reader.read(key, "x".repeat(ClientCertificate.MAX_ALIAS_LENGTH))
                        .alias())
                .hasSize(ClientCertificate.MAX_ALIAS_LENGTH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
