package dev.countersign.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.jose.Judgement;
import dev.countersign.keys.Encodings;
import dev.countersign.kit.UnusableKeyException.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientKeyTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"PKCS12", "JKS"})
    void aFileIsOpenedByWhatIsInIt(String type) throws Exception {
        Path file = TestKeyStores.write(folder.resolve("keys"), type, "active=p256", "next=rsa");

        ClientKey key = ClientKey.inKeyStore(file, TestKeyStores.password(), "active");

        assertThat(key.algorithm()).isEqualTo("ES256");
        assertThat(key.kid())
                .contains(PublicJwk.of(TestKeyStores.pair("p256").getPublic()).kid());
        fails(Problem.WRONG_PASSWORD, "keys", () -> ClientKey.inKeyStore(file, "wrong".toCharArray(), "active"));
        fails(
                Problem.NO_SUCH_ALIAS,
                "no alias activ; it has [active, next]",
                () -> ClientKey.inKeyStore(file, TestKeyStores.password(), "activ"));
    }

    @Test
    void aKeyMayHaveAPasswordOfItsOwn() throws Exception {
        KeyStore store = TestKeyStores.store("JKS");
        char[] own = "another password".toCharArray();
        store.setKeyEntry("active", TestKeyStores.pair("p256").getPrivate(), own, new Certificate[] {
            TestKeyStores.certificate(TestKeyStores.pair("p256"))
        });
        Path file = Files.write(folder.resolve("keys.jks"), TestKeyStores.bytes(store));

        assertThat(ClientKey.inKeyStore(file, TestKeyStores.password(), "active", own)
                        .algorithm())
                .isEqualTo("ES256");
        fails(
                Problem.WRONG_PASSWORD,
                "the key active",
                () -> ClientKey.inKeyStore(file, TestKeyStores.password(), "active"));
    }

    @Test
    void aFileThatIsNoKeyStoreIsCalledSo() throws Exception {
        Path file = folder.resolve("keys.p12");
        fails(Problem.UNREADABLE, "There is no file", () -> ClientKey.inKeyStore(file, TestKeyStores.password(), "a"));
        fails(Problem.UNREADABLE, "cannot be read", () -> ClientKey.inKeyStore(folder, TestKeyStores.password(), "a"));
        byte[] whole = TestKeyStores.bytes(TestKeyStores.store("PKCS12", "a=p256"));
        byte[] jks = TestKeyStores.bytes(TestKeyStores.store("JKS", "a=p256"));
        for (byte[] broken : List.of(
                new byte[0],
                "-----BEGIN PRIVATE KEY-----".getBytes(StandardCharsets.US_ASCII),
                Arrays.copyOf(whole, whole.length / 2),
                Arrays.copyOf(jks, jks.length / 2))) {
            Files.write(file, broken);
            fails(Problem.UNREADABLE, "keys.p12", () -> ClientKey.inKeyStore(file, TestKeyStores.password(), "a"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsa", "ed448"})
    void jwt7_aKeyOfAnotherKindIsRefused(String key) {
        fails(Problem.UNKNOWN_KIND, "RSA, EC (P-256, P-384, P-521) or Ed25519", () -> inStore(key));
    }

    @Test
    void jwt8_aWeakKeyIsRefused() {
        fails(Problem.TOO_WEAK, "1024 bits", () -> inStore("rsa1024"));
    }

    @Test
    void file4_aKeyOfAFaultyLibraryIsRefused() {
        fails(Problem.TOO_WEAK, "CVE-2017-15361", () -> inStore("roca"));
        fails(
                Problem.TOO_WEAK,
                "openssl genpkey",
                () -> PublicJwk.of(TestKeyStores.pair("roca").getPublic()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"3080*7000 0000*7000", "nested:7000:0500", "3082FFFF00"})
    void file1_aKeyStoreThatIsNestedDeeplyOrCutOff(String encoding) throws Exception {
        Path file = folder.resolve("keys.p12");
        Files.write(file, Encodings.of(encoding));

        fails(
                Problem.UNREADABLE,
                "is no key store of the type PKCS12: ",
                () -> ClientKey.inKeyStore(file, TestKeyStores.password(), "a"));
    }

    @Test
    void jwt11_aShortSecretIsRefused() {
        fails(
                Problem.TOO_WEAK,
                "32 bytes at least, this one 31",
                () -> ClientKey.ofSecret("s".repeat(31).toCharArray()));
        ClientKey secret = ClientKey.ofSecret("s".repeat(63).toCharArray());
        assertThat(secret.withAlgorithm("HS384").algorithm()).isEqualTo("HS384");
        fails(Problem.TOO_WEAK, "64 bytes at least", () -> secret.withAlgorithm("HS512"));
    }

    @Test
    void jwt7_anAlgorithmHasToFit() throws Exception {
        ClientKey rsa = inStore("rsa");
        ClientKey ec = inStore("p256");
        ClientKey secret = ClientKey.ofSecret("s".repeat(64).toCharArray());
        for (String name : List.of("ES256", "EdDSA", "HS256")) {
            fails(Problem.ALGORITHM_DOES_NOT_FIT, "RS256, RS384", () -> rsa.withAlgorithm(name));
        }
        for (String name : List.of("ES384", "ES512", "RS256", "PS256", "Ed25519")) {
            fails(Problem.ALGORITHM_DOES_NOT_FIT, "signs with ES256, not", () -> ec.withAlgorithm(name));
        }
        fails(Problem.ALGORITHM_DOES_NOT_FIT, "HS512", () -> secret.withAlgorithm("RS256"));
        fails(Problem.ALGORITHM_DOES_NOT_FIT, "PS256", () -> inStore("pss").withAlgorithm("RS256"));
        for (String name : List.of("none", "rs256", "ES256K", "Ed448", "")) {
            fails(Problem.ALGORITHM_DOES_NOT_FIT, "There is no algorithm", () -> rsa.withAlgorithm(name));
        }
    }

    @Test
    void aCertificateAloneCannotSign() throws Exception {
        KeyStore store = TestKeyStores.store("PKCS12", "theirs:p256");
        fails(
                Problem.NO_PRIVATE_KEY,
                "no private key",
                () -> ClientKey.inKeyStore(store, "theirs", TestKeyStores.password()));
    }

    @Test
    void aPrivateKeyBehindAnotherCertificateIsNoticed() throws Exception {
        KeyStore store = TestKeyStores.store("PKCS12");
        store.setKeyEntry(
                "active", TestKeyStores.pair("p256").getPrivate(), TestKeyStores.password(), new Certificate[] {
                    TestKeyStores.certificate(TestKeyStores.pair("p256-other"))
                });
        fails(
                Problem.NO_PRIVATE_KEY,
                "not that of the public one",
                () -> ClientKey.inKeyStore(store, "active", TestKeyStores.password()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "p256", "p384", "p521", "ed25519"})
    void aPrivateJwkSignsByItsOwnName(String name) throws Exception {
        PublicJsonWebKey jwk = jwk(name);
        assertThat(ClientKey.ofJwk(privateJson(jwk)).kid())
                .contains(PublicJwk.of(TestKeyStores.pair(name).getPublic()).kid());
        jwk.setKeyId("2026-1");

        ClientKey key = ClientKey.ofJwk(privateJson(jwk));

        assertThat(key.kid()).contains("2026-1");
        InstantSource clock = InstantSource.system();
        assertThat(Judgement.ofKeySet(
                                "billing",
                                PublicJwk.keySet(List.of(key.publicJwk().orElseThrow())),
                                clock)
                        .on(new ClientAssertion("billing", Judgement.ISSUER, key).create()))
                .isEqualTo("granted");
    }

    @Test
    void aPrivateJwkSaysWhatItSignsWith() throws Exception {
        PublicJsonWebKey jwk = jwk("rsa");
        jwk.setAlgorithm("RS384");
        assertThat(ClientKey.ofJwk(privateJson(jwk)).algorithm()).isEqualTo("RS384");
        jwk.setAlgorithm("ES256");
        fails(Problem.ALGORITHM_DOES_NOT_FIT, "ES256", () -> ClientKey.ofJwk(privateJson(jwk)));
        jwk.setAlgorithm(null);
        jwk.setUse("enc");
        fails(Problem.ALGORITHM_DOES_NOT_FIT, "use", () -> ClientKey.ofJwk(privateJson(jwk)));
    }

    @Test
    void sec6_whatIsNoPrivateJwkIsRefusedWithoutRepeatingIt() throws Exception {
        fails(
                Problem.NO_PRIVATE_KEY,
                "no private half",
                () -> ClientKey.ofJwk(jwk("p256").toJson(OutputControlLevel.PUBLIC_ONLY)));
        String shared = OctJwkGenerator.generateJwk(256).toJson(OutputControlLevel.INCLUDE_SYMMETRIC);
        fails(Problem.UNKNOWN_KIND, "shared secret", () -> ClientKey.ofJwk(shared));
        fails(Problem.TOO_WEAK, "1024", () -> ClientKey.ofJwk(privateJson(jwk("rsa1024"))));
        String whole = privateJson(jwk("rsa"));
        String d = whole.replaceFirst("(?s).*\"d\":\"([^\"]{20}).*", "$1");
        for (String broken : List.of(
                "",
                "{}",
                "[]",
                "null",
                whole.substring(0, whole.length() - 9),
                whole.replace("\"RSA\"", "\"EC\""),
                "{\"keys\":[" + whole + "]}",
                "[".repeat(2000))) {
            assertThatExceptionOfType(UnusableKeyException.class)
                    .isThrownBy(() -> ClientKey.ofJwk(broken))
                    .satisfies(e -> assertThat(e.toString()).doesNotContain(d))
                    .withNoCause();
        }
    }

    @Test
    void aJwkOfTwoKeysIsNoticed() throws Exception {
        PublicJsonWebKey jwk = jwk("ed25519");
        jwk.setPrivateKey(TestKeyStores.pair("ed25519-other").getPrivate());
        fails(Problem.NO_PRIVATE_KEY, "not that of the public one", () -> ClientKey.ofJwk(privateJson(jwk)));
    }

    private static ClientKey inStore(String key) throws Exception {
        return ClientKey.inKeyStore(TestKeyStores.store("PKCS12", "active=" + key), "active", TestKeyStores.password());
    }

    private static PublicJsonWebKey jwk(String name) throws Exception {
        PublicJsonWebKey jwk =
                PublicJsonWebKey.Factory.newPublicJwk(TestKeyStores.pair(name).getPublic());
        jwk.setPrivateKey(TestKeyStores.pair(name).getPrivate());
        return jwk;
    }

    private static String privateJson(PublicJsonWebKey jwk) {
        return jwk.toJson(OutputControlLevel.INCLUDE_PRIVATE);
    }

    private static void fails(Problem problem, String words, ThrowingCallable code) {
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(code)
                .withMessageContaining(words)
                .satisfies(e -> assertThat(e.problem()).isEqualTo(problem))
                .satisfies(e -> assertThat(String.valueOf(e)).doesNotContain(TestKeyStores.PASSWORD));
    }
}
