package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.kit.ClientAssertion;
import dev.countersign.kit.ClientKey;
import dev.countersign.kit.Password;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code src/doc/keys.md} work by copy and paste. */
class KeysPageIT {

    private static final Page PAGE = Page.at("src/doc/keys.md");
    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    static Path folder;

    private static KeySetServer page;
    private static ExecutableWar war;
    private static Administrator administrator;

    @BeforeAll
    static void start() throws Exception {
        page = new KeySetServer();
        war = ExecutableWar.in(folder.resolve("data"))
                .withEnvironment("COUNTERSIGN_KEY_FETCH_ALLOWED_ORIGINS", page.origin())
                .start();
        administrator = new Administrator(war.url(), war.password());
    }

    @AfterAll
    static void stop() {
        war.close();
        page.close();
    }

    @Test
    void aClientsKeyIsRegisteredInEachOfTheWays() throws Exception {
        // The page's host is an example: a server on loopback takes its place.
        page.publish(AssertionSigner.keySet(AssertionSigner.rsa("k1")));
        String script = PAGE.script("Register a client's key").replace("https://ledger.example.com", page.origin());
        String said = follow(script, Map.of());

        assertThat(said)
                .doesNotContain("problem:")
                .contains("\"jwks_uri\":\"" + page.origin() + "/k_jwks\"")
                .contains("-----BEGIN CERTIFICATE-----");
        RegisteredKeys keys = new RegisteredKeys(administrator, "orders");
        assertThat(keys.all())
                .extracting(key -> key.get("algorithm") + " " + key.get("kind"))
                .containsExactly("EC public_key", "RSA certificate", "EC certificate");
        OpensslClient openssl = new OpensslClient(folder, war.url());
        assertThat(verify(openssl.assertion("orders", "ES256", "orders.key"))).isEqualTo(204);
        assertThat(verify(openssl.assertion("orders", "RS256", "orders-2.key"))).isEqualTo(204);
        Path archive = folder.resolve("orders.p12");
        for (Path file : List.of(archive, folder.resolve("orders.password"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        ClientKey made = ClientKey.inKeyStore(
                archive, Password.inFile(folder.resolve("orders.password")).get(), "orders");
        ClientAssertion assertion = new ClientAssertion("orders", war.url(), made);
        assertThat(verify(assertion)).isEqualTo(204);

        follow(PAGE.script("Rotate a registered key"), Map.of("ID", keys.ids().get(2)));
        assertThat(verify(assertion)).isEqualTo(401);
        assertThat(verify(openssl.assertion("orders", "ES256", "orders.key"))).isEqualTo(204);

        said = follow(PAGE.script("End a key when it is no longer used"), Map.of());
        assertThat(said).doesNotContain("problem:");
        String newest = String.valueOf(keys.ids().get(2));
        assertThat(keys.all().subList(0, 2))
                .allSatisfy(old -> assertThat(old.get("replaced_by") + " " + old.get("unused_for"))
                        .contains(newest)
                        .contains("P7D"));
        for (String key : List.of("orders-2.key", "orders-3.key")) {
            assertThat(verify(openssl.assertion("orders", "RS256", key))).isEqualTo(204);
        }
    }

    @Test
    void aStolenKeyIsShutOutStepByStep() throws Exception {
        AssertionSigner signer = new AssertionSigner(war.url());
        PublicJsonWebKey stolen = AssertionSigner.rsa("stolen");
        PublicJsonWebKey fresh = AssertionSigner.rsa("fresh");
        page.publish(AssertionSigner.keySet(stolen));
        HttpResponse<String> created = administrator.post(
                "/clients", AssertionSigner.registration("billing", "\"jwks_uri\":\"" + page.origin() + "/k_jwks\""));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(verify(signer.signed("billing", stolen))).isEqualTo(204);
        List<String> steps = PAGE.blocks("When a client's key was stolen", "sh");
        assertThat(steps).hasSize(4);

        // 1 and 2.
        assertThat(follow(steps.get(0), Map.of())).contains("\"enabled\":false").doesNotContain("problem:");
        assertThat(verify(signer.signed("billing", stolen))).isEqualTo(401);
        page.publish(AssertionSigner.keySet(fresh));

        // 3 and 4.
        // A change of the client drops its keys too: it depends on the moment which of the two was first.
        assertThat(follow(steps.get(1), Map.of())).containsPattern("\"cleared\":[01]\\}");
        assertThat(follow(steps.get(2), Map.of())).contains("\"fresh\"").doesNotContain("\"stolen\"", "problem:");

        // 5.
        assertThat(follow(steps.get(3), Map.of()))
                .contains("\"tokens_not_before\":\"")
                .doesNotContain("problem:");

        // 8, 6 and 7.
        assertThat(administrator
                        .post("/clients/billing/try", "{\"assertion\":\"" + signer.signed("billing", fresh) + "\"}")
                        .body())
                .contains("\"enabled\"");
        assertThat(administrator
                        .patch("/clients/billing", "{\"enabled\":true}", "*")
                        .statusCode())
                .isEqualTo(200);
        String before = signer.signed("billing", stolen);
        assertThat(verify(before)).isEqualTo(401);
        assertThat(verify(signer.signed("billing", fresh))).isEqualTo(204);
        assertThat(administrator.get("/refusals").body()).contains("NO_SUCH_KEY", "127.0.0.1");
        assertThat(war.awaitErr(
                        line -> line.contains("client=\"billing\" method=private_key_jwt")
                                && line.contains("refused=NO_SUCH_KEY aud="),
                        Duration.ofSeconds(10)))
                .isTrue();
        assertThat(administrator.get("/events?client=billing").body()).contains("key-cache");
    }

    private static String follow(String lines, Map<String, String> more) throws Exception {
        Map<String, String> environment = new HashMap<>(
                Map.of("FOLDER", folder.toString(), "URL", war.url(), "ADMIN", "admin:" + war.password()));
        environment.putAll(more);
        return Shell.run("cd \"$FOLDER\"\n" + lines, environment);
    }

    private static int verify(ClientAssertion assertion) throws Exception {
        return new Visitor(war.url()).post("/verify", FORM, assertion.form()).statusCode();
    }

    private static int verify(String assertion) throws Exception {
        return SigningClient.verify(war.url(), assertion).statusCode();
    }
}
