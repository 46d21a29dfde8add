package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.BusyException;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyImporter.ImportedKeys;
import dev.countersign.manage.KeySetReader.KeyOfSet;
import dev.countersign.manage.KeySetReader.KeysOfSet;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.ByteArrayOutputStream;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class StrictKeyImporterTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static KeyPair pair;
    private static X509Certificate certificate;
    private static byte[] der;
    private static byte[] key;

    private final Uploads uploads = new Uploads(NOW);

    @BeforeAll
    static void make() throws Exception {
        pair = TestKeys.ec("secp256r1");
        certificate = TestKeys.certificate(pair);
        der = certificate.getEncoded();
        key = pair.getPublic().getEncoded();
    }

    @Test
    void aCertificateIsReadFromPemAndDer() {
        String pem = TestKeys.pem("CERTIFICATE", der);
        for (String text : List.of(
                pem,
                "\r\n " + pem.replace("\n", "\r\n") + "\n\n",
                "Bag Attributes\n    friendlyName: billing\nsubject=CN = billing\n" + pem + "and more",
                pem + pem)) {
            ClientCertificate read = Uploads.only(uploads.bring(
                    ImportFormat.CERTIFICATE_PEM, Uploads.bytes(text), Optional.of("laptop"), Optional.empty(), false));

            assertThat(read.id()).matches("[A-Za-z0-9_-]{16}");
            assertThat(read.alias()).isEqualTo("laptop");
            assertThat(read.kind()).isEqualTo(Kind.CERTIFICATE);
            assertThat(Base64.getDecoder().decode(read.der())).isEqualTo(der);
            assertThat(read.createdAt()).isEqualTo(NOW);
            assertThat(read.notAfter()).contains(TestKeys.NOT_AFTER);
            assertThat(read.lastUsedAt()).isEqualTo(Optional.empty());
        }
    }

    @Test
    void aKeyIsNamedLikeItsCertificate() {
        String kid =
                Uploads.only(uploads.bring(ImportFormat.CERTIFICATE_PEM, der)).kid();
        ClientCertificate read = Uploads.only(uploads.bring(ImportFormat.PUBLIC_KEY_PEM, key));

        assertThat(read.kind()).isEqualTo(Kind.PUBLIC_KEY);
        assertThat(read.notAfter()).isEqualTo(Optional.empty());
        assertThat(read.kid()).isEqualTo(kid).matches("[A-Za-z0-9_-]{43}");
        assertThat(Uploads.only(uploads.bring(ImportFormat.PUBLIC_KEY_PEM, key)).id())
                .isNotEqualTo(read.id());
    }

    @ParameterizedTest
    @EnumSource(ImportFormat.class)
    void adm5_whoeverChoseTheWrongFormatIsToldTheRightOne(ImportFormat chosen) throws Exception {
        Map<ImportFormat, byte[]> files = new EnumMap<>(ImportFormat.class);
        files.put(ImportFormat.PKCS12, store("PKCS12", der));
        files.put(ImportFormat.JKS, store("JKS", der));
        files.put(ImportFormat.BCFKS, store("BCFKS", der));
        files.put(ImportFormat.CERTIFICATE_PEM, der);
        files.put(ImportFormat.PUBLIC_KEY_PEM, key);
        files.put(ImportFormat.JWKS, Uploads.bytes(" \n{\"keys\":[]}"));
        files.put(
                ImportFormat.CSR,
                new JcaPKCS10CertificationRequestBuilder(certificate.getSubjectX500Principal(), pair.getPublic())
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                        .getEncoded());
        files.forEach((right, content) -> {
            if (right != chosen) {
                assertThatThrownBy(() -> uploads.bring(chosen, content, Uploads.PASSWORD))
                        .hasMessageStartingWith("This looks like ")
                        .hasMessageEndingWith("; choose " + right + ".")
                        .extracting(e -> ((UnacceptableKeyException) e).field())
                        .isEqualTo("format");
            } else if (right != ImportFormat.JWKS) {
                assertThat(uploads.bring(chosen, content, Uploads.PASSWORD).keys())
                        .hasSize(1);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(ImportFormat.class)
    void jwt8_aPrivateKeyAloneIsRefusedWithAClearWord(ImportFormat format) throws Exception {
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
                Uploads.bytes(TestKeys.pem("PRIVATE KEY", pkcs8)),
                Uploads.bytes("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                        + TestKeys.pem("EC PRIVATE KEY", bare)),
                Uploads.bytes(TestKeys.pem("ENCRYPTED PRIVATE KEY", new byte[100])))) {
            assertThatThrownBy(() -> uploads.bring(format, content))
                    .isInstanceOf(UnacceptableKeyException.class)
                    .hasMessageStartingWith("This is a private key");
        }
    }

    static Stream<String> notACertificate() {
        String pem = TestKeys.pem("CERTIFICATE", der);
        return Stream.of(
                pem + TestKeys.pem("PUBLIC KEY", key),
                pem + TestKeys.pem("X509 CRL", der),
                pem.replace("-----END CERTIFICATE-----", ""),
                pem.replace("END CERTIFICATE", "END PUBLIC KEY"),
                pem.replace("CERTIFICATE", "certificate"),
                pem.replace("-----BEGIN CERTIFICATE-----\n", "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\n"),
                pem.replaceFirst("MII", "M!I"),
                pem.replaceFirst("MII", "MII="),
                pem.replaceFirst("MII", ""),
                TestKeys.pem("PUBLIC KEY", der),
                TestKeys.pem("CERTIFICATE", key),
                TestKeys.pem("CERTIFICATE", new byte[100]),
                TestKeys.pem("TRUSTED CERTIFICATE", der),
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----",
                Base64.getEncoder().encodeToString(der) + "AAAA",
                "<html>",
                "");
    }

    @ParameterizedTest
    @MethodSource
    void notACertificate(String text) {
        assertThatThrownBy(() -> uploads.bring(ImportFormat.CERTIFICATE_PEM, Uploads.bytes(text)))
                .isInstanceOf(UnacceptableKeyException.class);
    }

    @Test
    void jwt12_aCertificateOutsideOfItsValidityIsTakenByForceOnly() {
        for (Instant instant : List.of(TestKeys.NOT_BEFORE, TestKeys.NOT_AFTER)) {
            assertThat(new Uploads(instant)
                            .bring(ImportFormat.CERTIFICATE_PEM, der)
                            .warnings())
                    .isEmpty();
        }
        Map.of(
                        TestKeys.NOT_BEFORE.minusMillis(1), "not yet valid: it begins at 2026-01-01T00:00:00Z",
                        TestKeys.NOT_AFTER.plusMillis(1), "expired: it ended at 2027-01-01T00:00:00Z")
                .forEach((instant, reason) -> {
                    Uploads then = new Uploads(instant);
                    assertThatThrownBy(() -> then.bring(ImportFormat.CERTIFICATE_PEM, der))
                            .hasMessageContaining(reason);
                    ImportedKeys forced =
                            then.bring(ImportFormat.CERTIFICATE_PEM, der, Optional.empty(), Optional.empty(), true);
                    assertThat(forced.keys()).hasSize(1);
                    assertThat(forced.warnings()).hasSize(1).first().asString().contains(reason);
                });
    }

    @Test
    void anAuthorityThatSignsWithABrokenHashIsRefusedAndASelfSignedOneIsNot() throws Exception {
        KeyPair authority = TestKeys.rsa(2048);
        KeyPair client = TestKeys.rsa(2048);
        for (String hash : List.of("SHA1", "MD5")) {
            byte[] issued = new CertificateRecipe(client)
                    .issuer("CN=authority")
                    .signedBy(authority, hash + "withRSA")
                    .make();
            byte[] claimed = new CertificateRecipe(client)
                    .signedBy(authority, hash + "withRSA")
                    .make();
            byte[] selfSigned = new CertificateRecipe(client)
                    .signedBy(client, hash + "withRSA")
                    .make();

            for (byte[] refused : List.of(issued, claimed)) {
                assertThatThrownBy(() -> uploads.bring(ImportFormat.CERTIFICATE_PEM, refused))
                        .hasMessageContaining(hash.replace("SHA1", "SHA-1"));
            }
            assertThat(uploads.bring(ImportFormat.CERTIFICATE_PEM, selfSigned).warnings())
                    .isEmpty();
        }
        assertThat(uploads.bring(
                                ImportFormat.CERTIFICATE_PEM,
                                new CertificateRecipe(client)
                                        .issuer("CN=authority")
                                        .signedBy(authority, "SHA256withRSA")
                                        .make())
                        .keys())
                .hasSize(1);
    }

    @Test
    void jwt8_aCertificateOfAWeakOrOddKeyIsRefusedForThat() throws Exception {
        byte[] weak = TestKeys.certificate(TestKeys.rsa(1024)).getEncoded();
        byte[] odd = TestKeys.certificate(TestKeys.oddEc("secp256k1")).getEncoded();

        assertThatThrownBy(() -> uploads.bring(ImportFormat.CERTIFICATE_PEM, weak))
                .hasMessageContaining("this one has 1024");
        assertThatThrownBy(() -> uploads.bring(ImportFormat.CERTIFICATE_PEM, odd))
                .hasMessageContaining("P-256, P-384 or P-521");
        assertThatThrownBy(() -> uploads.bring(ImportFormat.JKS, store("JKS", weak), Uploads.PASSWORD))
                .hasMessageContaining("this one has 1024");
    }

    @Test
    void whatIsOddAndNoDangerIsTakenWithAWarning() throws Exception {
        byte[] longLived = new CertificateRecipe(pair)
                .until(TestKeys.NOT_BEFORE.plus(Duration.ofDays(3650)))
                .make();

        assertThat(uploads.bring(ImportFormat.CERTIFICATE_PEM, longLived).warnings())
                .containsExactly("The certificate is valid for longer than the 1095 days that are usual here.");
    }

    @Test
    void chainsThatAreNone() throws Exception {
        String one = TestKeys.pem("CERTIFICATE", der);
        String renewed = TestKeys.pem(
                "CERTIFICATE", TestKeys.certificate(TestKeys.ec("secp256r1")).getEncoded());

        assertThatThrownBy(() -> uploads.bring(ImportFormat.CERTIFICATE_PEM, Uploads.bytes(one + renewed)))
                .hasMessageContaining("2 of 2");
    }

    @Test
    void anAliasIsBoundedAndCanBeSeen() {
        for (String alias : List.of("x".repeat(256), "a\nb", "a\0b", "\u202Etxt")) {
            assertThatThrownBy(() -> uploads.bring(
                            ImportFormat.PUBLIC_KEY_PEM, key, Optional.of(alias), Optional.empty(), false))
                    .extracting(e -> ((UnacceptableKeyException) e).field())
                    .isEqualTo("alias");
        }
        assertThat(Uploads.only(uploads.bring(
                                ImportFormat.PUBLIC_KEY_PEM,
                                key,
                                Optional.of("x".repeat(255)),
                                Optional.empty(),
                                false))
                        .alias())
                .hasSize(255);
    }

    @Test
    void theKeysOfASetKeepTheirIds() throws Exception {
        KeyOfSet bare =
                new KeyOfSet(Optional.of("first"), TestKeys.ed25519().getPublic(), Optional.empty(), Optional.empty());
        KeyOfSet certified =
                new KeyOfSet(Optional.empty(), pair.getPublic(), Optional.empty(), Optional.of(certificate));
        Uploads sets = new Uploads(
                json -> new KeysOfSet(List.of(bare, certified, bare("again", pair.getPublic())), List.of("careful")),
                () -> NOW);

        ImportedKeys keys = sets.bring(ImportFormat.JWKS, Uploads.bytes("{}"));

        assertThat(keys.keys()).extracting(ClientCertificate::kind).containsExactly(Kind.PUBLIC_KEY, Kind.CERTIFICATE);
        assertThat(keys.keys().get(0).kid()).isEqualTo("first");
        assertThat(keys.keys().get(1).kid())
                .isEqualTo(Uploads.only(uploads.bring(ImportFormat.PUBLIC_KEY_PEM, key))
                        .kid());
        assertThat(keys.warnings()).containsExactly("careful", "One key is in the file twice; it was taken once.");
    }

    @Test
    void theIdsOfASetAreBoundedAndDiffer() throws Exception {
        PublicKey other = TestKeys.ed25519().getPublic();
        for (List<KeyOfSet> keys : List.of(
                List.of(bare("", other)),
                List.of(bare("k".repeat(256), other)),
                List.of(bare("k\0", other)),
                List.of(bare("k", other), bare("k", pair.getPublic())))) {
            assertThatThrownBy(() -> new Uploads(json -> new KeysOfSet(keys, List.of()), () -> NOW)
                            .bring(ImportFormat.JWKS, Uploads.bytes("{}")))
                    .hasMessageContaining("kid");
        }
    }

    @Test
    void storesWithoutAnythingOfUse() throws Exception {
        for (String type : List.of("PKCS12", "JKS", "BCFKS")) {
            KeyStore empty = newStore(type);
            assertThatThrownBy(() -> uploads.bring(ImportFormat.valueOf(type), bytes(empty), Uploads.PASSWORD))
                    .hasMessageStartingWith("There is no key and no certificate in the key store.");
        }
    }

    @Test
    void adm5_keyStoresAsKeycloakMakesThem() throws Exception {
        for (String type : List.of("PKCS12", "JKS", "BCFKS")) {
            KeyStore store = newStore(type);
            KeyPair rsa = TestKeys.rsa(2048);
            X509Certificate own = TestKeys.certificate(rsa);
            store.setKeyEntry("billing", rsa.getPrivate(), "another1".toCharArray(), new Certificate[] {own});
            store.setCertificateEntry("realm", certificate);

            ImportedKeys keys = uploads.bring(ImportFormat.valueOf(type), bytes(store), Uploads.PASSWORD);

            assertThat(Uploads.only(keys).alias()).isEqualTo("billing");
            assertThat(Base64.getDecoder().decode(Uploads.only(keys).der())).isEqualTo(own.getEncoded());
            assertThat(keys.warnings()).hasSize(1);
            assertThatThrownBy(() -> uploads.bring(ImportFormat.valueOf(type), bytes(store), "wrong"))
                    .extracting(e -> ((UnacceptableKeyException) e).field())
                    .isEqualTo("store_password");
        }
    }

    @Test
    void adm3_theAliasesOfAStoreAreShownSafely() throws Exception {
        KeyStore store = newStore("JKS");
        for (int i = 0; i < 30; i++) {
            store.setCertificateEntry(i + "\u202E\n\u0000" + "x".repeat(300), certificate);
        }

        assertThatThrownBy(() -> uploads.bring(ImportFormat.JKS, bytes(store), Uploads.PASSWORD))
                .message()
                .hasSizeLessThan(1500)
                .endsWith("and 20 more.")
                .doesNotContain("\n", "\u202E", "\0");
    }

    @Test
    void adm5_onlyAFewFilesAreReadAtOnce() throws Exception {
        CountDownLatch allAtWork = new CountDownLatch(StrictKeyImporter.MAX_AT_ONCE);
        CountDownLatch goOn = new CountDownLatch(1);
        Uploads slow = new Uploads(
                json -> {
                    allAtWork.countDown();
                    try {
                        assertThat(goOn.await(1, TimeUnit.MINUTES)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return new KeysOfSet(List.of(bare("a", pair.getPublic())), List.of());
                },
                () -> NOW);
        ExecutorService administrators = Executors.newFixedThreadPool(StrictKeyImporter.MAX_AT_ONCE);
        try {
            List<Future<ImportedKeys>> read = new ArrayList<>();
            for (int i = 0; i < StrictKeyImporter.MAX_AT_ONCE; i++) {
                read.add(administrators.submit(() -> slow.bring(ImportFormat.JWKS, Uploads.bytes("{}"))));
            }
            assertThat(allAtWork.await(1, TimeUnit.MINUTES)).isTrue();

            assertThatThrownBy(() -> slow.bring(ImportFormat.CERTIFICATE_PEM, der))
                    .isInstanceOf(BusyException.class);

            goOn.countDown();
            for (Future<ImportedKeys> one : read) {
                assertThat(one.get(1, TimeUnit.MINUTES).keys()).hasSize(1);
            }
            // The places are free again, after a failure too.
            for (int i = 0; i <= StrictKeyImporter.MAX_AT_ONCE; i++) {
                assertThatThrownBy(() -> slow.bring(ImportFormat.CSR, der))
                        .isInstanceOf(UnacceptableKeyException.class);
            }
        } finally {
            goOn.countDown();
            administrators.shutdown();
        }
    }

    private static KeyOfSet bare(String kid, PublicKey key) {
        return new KeyOfSet(Optional.of(kid), key, Optional.empty(), Optional.empty());
    }

    private static byte[] store(String type, byte[] certificate) throws Exception {
        KeyStore store = newStore(type);
        store.setCertificateEntry("a", ParsedKey.platformCertificate(certificate));
        return bytes(store);
    }

    private static KeyStore newStore(String type) throws Exception {
        KeyStore store =
                type.equals("JKS") ? KeyStore.getInstance(type) : KeyStore.getInstance(type, BouncyCastle.PROVIDER);
        store.load(null, null);
        return store;
    }

    private static byte[] bytes(KeyStore store) throws Exception {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        store.store(archive, Uploads.PASSWORD.toCharArray());
        return archive.toByteArray();
    }
}
