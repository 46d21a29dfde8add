package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.countersign.kit.ClientAssertion;
import dev.countersign.kit.ClientKey;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Keys from end to end: made here or brought along, registered, and a client of another making lets itself in with
 * them.
 */
class KeysIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String STORE = "of the store: $%~ and 8";
    private static final String KEY = "of the key alone";

    /** Last uses are written every ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static ExecutableWar war;
    private static Administrator administrator;
    private static OpensslClient openssl;

    @BeforeAll
    static void start() throws Exception {
        war = ExecutableWar.in(folder.resolve("data")).start();
        administrator = new Administrator(war.url(), war.password());
        openssl = new OpensslClient(folder, war.url());
    }

    @AfterAll
    static void stop() {
        war.close();
    }

    @ParameterizedTest
    @CsvSource({"RSA, RSA", "EC, EC", "Ed25519, Ed(25519|DSA)"})
    void aPkcs12IsReadByToolsAndSignsWithTheKit(String algorithm, String shown) throws Exception {
        String client = "pkcs12-" + algorithm;
        Path archive = made(client, algorithm, "\"format\":\"PKCS12\",\"alias\":\"active\"", "p12");

        assertThat(tool("openssl pkcs12 -in \"$ARCHIVE\" -passin env:STORE -passout env:STORE", archive))
                .contains("subject=CN = " + client, "BEGIN CERTIFICATE", "BEGIN ENCRYPTED PRIVATE KEY");
        assertThat(tool("\"$JAVA_HOME\"/bin/keytool -list -v -storepass:env STORE -keystore \"$ARCHIVE\"", archive))
                .contains("Alias name: active", "PrivateKeyEntry", "CN=" + client)
                .containsPattern("Subject Public Key Algorithm: .*" + shown);
        assertThat(verify(client, ClientKey.inKeyStore(archive, STORE.toCharArray(), "active")))
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"RSA", "EC", "Ed25519"})
    void aJksSignsWithTheKit(String algorithm) throws Exception {
        String client = "jks-" + algorithm;
        Path archive = made(client, algorithm, "\"format\":\"JKS\",\"key_password\":\"" + KEY + "\"", "jks");

        // In JKS an alias has no capitals.
        String alias = client.toLowerCase(Locale.ROOT);
        assertThat(verify(client, ClientKey.inKeyStore(archive, STORE.toCharArray(), alias, KEY.toCharArray())))
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"RSA", "EC", "Ed25519"})
    void aBcfksSignsWithTheKit(String algorithm) throws Exception {
        String client = "bcfks-" + algorithm;
        Path archive = made(client, algorithm, "\"format\":\"BCFKS\",\"key_password\":\"" + KEY + "\"", "bcfks");

        KeyStore store = KeyStore.getInstance("BCFKS", new BouncyCastleProvider());
        try (InputStream file = Files.newInputStream(archive)) {
            store.load(file, STORE.toCharArray());
        }
        assertThat(verify(client, ClientKey.inKeyStore(store, client, KEY.toCharArray())))
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"RSA, RS256", "EC, ES256", "Ed25519, EdDSA"})
    void aPemSignsWithOpenssl(String algorithm, String signed) throws Exception {
        String client = "pem-" + algorithm;
        Path archive = made(client, algorithm, "\"format\":\"PEM\"", "pem");
        Path password = Files.writeString(folder.resolve("password"), STORE + "\n");

        assertThat(verify(openssl.assertion(client, signed, archive + " -passin file:" + password)))
                .isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"RSA", "EC", "Ed25519"})
    void aJwkSignsWithTheKit(String algorithm) throws Exception {
        String client = "jwk-" + algorithm;
        RegisteredKeys.ofNew(administrator, client);
        HttpResponse<String> made = administrator.post(
                "/clients/" + client + "/key-pairs", "{\"format\":\"JWK\",\"algorithm\":\"" + algorithm + "\"}");

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(verify(client, ClientKey.ofJwk(made.body()))).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource({"RS256, rsa:3072", "ES256, ec -pkeyopt ec_paramgen_curve:P-256", "EdDSA, ed25519"})
    void aCertificateByOpensslLetsOpensslIn(String algorithm, String kind) throws Exception {
        String client = "certificate-" + algorithm;
        openssl.run("openssl req -x509 -newkey " + kind + " -nodes -days 30 -subj /CN=" + client
                + " -keyout own.key -out own.pem");

        RegisteredKeys keys = RegisteredKeys.ofNew(administrator, client);
        // As openssl marks it unless it is told otherwise.
        assertThat(keys.add("CERTIFICATE_PEM", openssl.file("own.pem")))
                .singleElement()
                .asString()
                .startsWith("The certificate is marked as an authority's (CA)");

        String assertion = openssl.assertion(client, algorithm, "own.key");
        assertThat(verify(assertion)).isEqualTo(204);
        assertThat(verify(assertion)).as("it counts once").isEqualTo(401);
        assertThat(administrator
                        .get("/clients/" + client + "/certificates/"
                                + keys.ids().get(0))
                        .body())
                .isEqualTo(openssl.file("own.pem"));
    }

    @ParameterizedTest
    @CsvSource({"RS256, rsa:2048", "ES256, ec -pkeyopt ec_paramgen_curve:P-256", "EdDSA, ed25519"})
    void aRequestByOpensslLetsOpensslIn(String algorithm, String kind) throws Exception {
        String client = "request-" + algorithm;
        openssl.run("openssl req -new -newkey " + kind + " -nodes -subj /CN=" + client
                + " -keyout asked.key -out asked.csr");

        assertThat(RegisteredKeys.ofNew(administrator, client).add("CSR", openssl.file("asked.csr")))
                .isEmpty();

        assertThat(verify(openssl.assertion(client, algorithm, "asked.key"))).isEqualTo(204);
    }

    @Test
    void aKeySetByNimbusLetsNimbusIn() throws Exception {
        RSAKey rsa = new RSAKeyGenerator(2048)
                .keyUse(KeyUse.SIGNATURE)
                .keyID("rsa 1")
                .generate();
        ECKey p256 = new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
        ECKey p521 = new ECKeyGenerator(Curve.P_521).keyID("p521").generate();
        NimbusClient client = new NimbusClient("nimbus", war.url());
        RegisteredKeys keys = RegisteredKeys.ofNew(administrator, "nimbus");

        assertThat(keys.add("JWKS", new JWKSet(List.of(rsa, p256, p521)).toString()))
                .isEmpty();

        assertThat(keys.all()).extracting(key -> key.get("kid")).containsExactly("rsa 1", p256.getKeyID(), "p521");
        assertThat(verify(client.assertion(rsa, JWSAlgorithm.RS256))).isEqualTo(204);
        assertThat(verify(client.assertion(rsa, JWSAlgorithm.PS512))).isEqualTo(204);
        assertThat(verify(client.assertion(p256, JWSAlgorithm.ES256))).isEqualTo(204);
        assertThat(verify(client.assertion(p521, JWSAlgorithm.ES512))).isEqualTo(204);
        String stranger = client.assertion(
                new ECKeyGenerator(Curve.P_256).keyID(p256.getKeyID()).generate(), JWSAlgorithm.ES256);
        assertThat(verify(stranger)).isEqualTo(401);
    }

    @Test
    void aKeyIsRotatedWithoutAnOutageAndItsLastUseTellsWhenItIsSafe() throws Exception {
        selfSigned("old");
        selfSigned("new");
        RegisteredKeys keys = RegisteredKeys.ofNew(administrator, "rotating");
        keys.add("CERTIFICATE_PEM", openssl.file("old.pem"));
        keys.add("CERTIFICATE_PEM", openssl.file("new.pem"));
        String before = keys.ids().get(0);
        String after = keys.ids().get(1);

        assertThat(verify(openssl.assertion("rotating", "RS256", "old.key"))).isEqualTo(204);
        await(() -> keys.lastUsed(before).isPresent());
        assertThat(keys.lastUsed(after)).isEmpty();
        String last = keys.lastUsed(before).orElseThrow();

        assertThat(verify(openssl.assertion("rotating", "RS256", "new.key"))).isEqualTo(204);
        await(() -> keys.lastUsed(after).isPresent());
        assertThat(keys.lastUsed(before)).contains(last);

        keys.remove(before);
        assertThat(verify(openssl.assertion("rotating", "RS256", "old.key"))).isEqualTo(401);
        assertThat(verify(openssl.assertion("rotating", "RS256", "new.key"))).isEqualTo(204);
        keys.remove(after);
        assertThat(verify(openssl.assertion("rotating", "RS256", "new.key"))).isEqualTo(401);
    }

    @Test
    void aRenewedCertificateTakesOverAndTheOldOneMayGo() throws Exception {
        selfSigned("first");
        openssl.run("openssl req -x509 -key first.key -days 60 -subj /CN=client -out renewed.pem");
        RegisteredKeys keys = RegisteredKeys.ofNew(administrator, "renewing");
        keys.add("CERTIFICATE_PEM", openssl.file("first.pem"));
        String first = keys.ids().get(0);
        assertThat(administrator
                        .upload("renewing", "CERTIFICATE_PEM", openssl.file("first.pem"))
                        .statusCode())
                .as("the very same")
                .isEqualTo(409);

        assertThat(keys.add("CERTIFICATE_PEM", openssl.file("renewed.pem")))
                .anySatisfy(warning -> assertThat(warning).asString().contains("registered already, as " + first));

        String renewed = keys.ids().get(1);
        assertThat(verify(openssl.assertion("renewing", "RS256", "first.key"))).isEqualTo(204);
        await(() -> keys.lastUsed(renewed).isPresent());
        assertThat(keys.lastUsed(first)).isEmpty();
        keys.remove(first);
        assertThat(verify(openssl.assertion("renewing", "RS256", "first.key"))).isEqualTo(204);
        keys.remove(renewed);
        assertThat(verify(openssl.assertion("renewing", "RS256", "first.key"))).isEqualTo(401);
    }

    private static void selfSigned(String name) throws Exception {
        openssl.run("openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=client -keyout " + name + ".key -out "
                + name + ".pem");
    }

    /** As the lines of the page on keys do it: the archive goes straight into a file. */
    private static Path made(String client, String algorithm, String members, String extension) throws Exception {
        RegisteredKeys.ofNew(administrator, client);
        Path archive = folder.resolve(client + "." + extension);
        Shell.run(
                "curl -sS --fail-with-body -u \"$ADMIN\" --json \"$ORDER\" -o \"$ARCHIVE\" \"$URL\"",
                Map.of(
                        "ADMIN",
                        "admin:" + war.password(),
                        "ORDER",
                        "{\"algorithm\":\"" + algorithm + "\",\"store_password\":\"" + STORE + "\"," + members + "}",
                        "ARCHIVE",
                        archive.toString(),
                        "URL",
                        war.url() + "/admin/clients/" + client + "/key-pairs"));
        return archive;
    }

    private static String tool(String line, Path archive) throws Exception {
        return Shell.run(
                line,
                Map.of(
                        "ARCHIVE",
                        archive.toString(),
                        "STORE",
                        STORE,
                        "JAVA_HOME",
                        System.getProperty("java.home"),
                        "LC_ALL",
                        "C.UTF-8"));
    }

    private static int verify(String client, ClientKey key) throws Exception {
        return new Visitor(war.url())
                .post("/verify", FORM, new ClientAssertion(client, war.url(), key).form())
                .statusCode();
    }

    private static int verify(String assertion) throws Exception {
        return SigningClient.verify(war.url(), assertion).statusCode();
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }
}
