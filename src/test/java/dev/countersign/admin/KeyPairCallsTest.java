package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.log.HeardLog;
import dev.countersign.manage.KeyPairOrder;
import dev.countersign.manage.KeyPairType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPairCallsTest {

    private static final String PAIRS = "/admin/clients/signer/key-pairs";
    private static final String PASSWORD = "planted-password-1";
    private static final String PKCS12 = "{\"format\":\"PKCS12\",\"store_password\":\"" + PASSWORD + "\"}";

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        start(true);
    }

    private void start(boolean requireTls) throws Exception {
        server = new AdminServer(requireTls);
        script = server.asScript();
        script.post("/admin/clients", "{\"client_id\":\"signer\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Client signer() {
        return server.client("signer");
    }

    private KeyPairOrder order() {
        return server.keys.orders().get(0);
    }

    @Test
    void theArchiveIsHandedOutAndTheCertificateRegistered() throws Exception {
        Reply reply = script.post(PAIRS, PKCS12);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body()).startsWith(PlainKeys.PLANT);
        assertThat(reply.header("Content-Type")).isEqualTo("application/pkcs12");
        assertThat(reply.header("Content-Disposition")).isEqualTo("attachment; filename=\"signer.p12\"");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(signer().certificates()).singleElement().satisfies(certificate -> {
            assertThat(certificate.alias()).isEqualTo("signer");
            assertThat(reply.header("Location"))
                    .isEqualTo("/countersign/admin/clients/signer/certificates/" + certificate.id());
        });
        assertThat(signer().version()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"RS256, RSA, 201", "RS256, EC, 422", "ES256, EC, 201", "ES256, Ed25519, 422", "sealed, RSA, 201"})
    void aKeyThatTheClientCouldNotUseIsNotMade(String signing, String algorithm, int status) throws Exception {
        script.post(
                "/admin/clients",
                "{\"client_id\":\"bound\",\"token_endpoint_auth_method\":\"private_key_jwt\",\"token_endpoint_auth_signing_alg\":\""
                        + signing + "\"}");

        Reply reply = script.post(
                "/admin/clients/bound/key-pairs", PKCS12.replace("}", ",\"algorithm\":\"" + algorithm + "\"}"));

        assertThat(reply.status()).isEqualTo(status);
        boolean made = status == 201;
        assertThat(server.keys.orders()).hasSize(made ? 1 : 0);
        assertThat(server.client("bound").certificates()).hasSize(made ? 1 : 0);
        if (!made) {
            assertThat(reply.field()).isEqualTo("algorithm");
            assertThat(reply.body()).contains("sign with " + signing + " alone");
        }
    }

    @Test
    void whatIsNotSaidIsAsDocumented() throws Exception {
        assertThat(script.post(PAIRS, PKCS12).body()).endsWith("PKCS12 signer RSA_3072 PT17520H " + PASSWORD.length());
        assertThat(order().keyPassword()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, RSA_2048",
        "RSA, 4096, RSA_4096",
        "EC, , P_256",
        "EC, 384, P_384",
        "EC, 521, P_521",
        "Ed25519, , ED25519",
        "Ed25519, 255, ED25519",
    })
    void everyKindOfKeyCanBeOrdered(String algorithm, Integer size, KeyPairType type) throws Exception {
        String sizeMember = size == null ? "" : ",\"key_size\":" + size;
        Reply reply = script.post(
                PAIRS,
                "{\"format\":\"JKS\",\"store_password\":\"a-password\",\"key_password\":\"another one\",\"alias\":\"k\",\"validity\":\"P90D\","
                        + "\"algorithm\":\"" + algorithm + "\"" + sizeMember + "}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body()).endsWith("JKS k " + type + " PT2160H 10");
        assertThat(reply.header("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(order().keyPassword()).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "format | \"ZIP\" | 400",
                "format | \"pkcs12\" | 400",
                "format | 7 | 400",
                "alias | \"a\\nb\" | 400",
                "alias | \"refused\" | 422",
                "store_password | \"\" | 400",
                "store_password | 12345678 | 400",
                "store_password | null | 400",
                "key_password | \"different\" | 422",
                "key_password | \"short\" | 422",
                "store_password | \"short\" | 422",
                "store_password | \"caf\u00e9 caf\u00e9\" | 422",
                "algorithm | \"DSA\" | 400",
                "algorithm | \"rsa\" | 400",
                "key_size | 1024 | 400",
                "key_size | 3072.5 | 400",
                "key_size | \"3072\" | 400",
                "validity | \"PT0S\" | 400",
                "validity | \"P1096D\" | 400",
                "validity | \"2 years\" | 400",
                "days | 7 | 400",
            })
    void adm5_aValueThatWillNotDoIsNamedAndNothingIsChanged(String field, String value, int status) throws Exception {
        Map<String, Object> members =
                MergePatch.apply(JsonText.read(PKCS12.getBytes(StandardCharsets.UTF_8)), Map.of());
        String rest = members.keySet().stream()
                .filter(name -> !name.equals(field))
                .map(name -> ",\"" + name + "\":\"" + members.get(name) + "\"")
                .reduce("", String::concat);
        Client before = signer();

        Reply reply = script.post(PAIRS, "{\"" + field + "\":" + value + rest + "}");

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.field()).isEqualTo(field);
        assertThat(reply.body()).doesNotContain(PASSWORD, "different", "12345678", PlainKeys.PLANT);
        assertThat(signer()).isEqualTo(before);
    }

    @Test
    void oneArchiveOfPkcs12HasOnePasswordWhichMayBeSaidTwice() throws Exception {
        String twice = "{\"format\":\"PKCS12\",\"store_password\":\"the same\",\"key_password\":\"the same\"}";

        assertThat(script.post(PAIRS, twice).status()).isEqualTo(201);
        assertThat(order().keyPassword()).isPresent();
        assertThat(script.post(
                                PAIRS,
                                twice.replace("PKCS12", "PEM")
                                        .replace("\"key_password\":\"the same\"", "\"key_password\":\"another one\""))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void aPasswordThatWouldProtectNothingIsRefused() throws Exception {
        Reply reply = script.post(PAIRS, PKCS12.replace("PKCS12", "JWK"));

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.field()).isEqualTo("store_password");
        assertThat(script.post(PAIRS, "{\"format\":\"JWK\"}").header("Content-Type"))
                .isEqualTo("application/jwk+json");
    }

    @Test
    void adm5_aPrivateKeyInClearNeverGoesWhereOthersCouldReadIt() throws Exception {
        server.close();
        start(false);
        // Through a proxy on another machine: plain HTTP from there to here.
        script.header("X-Forwarded-For", "203.0.113.7");

        Reply reply = script.post(PAIRS, "{\"format\":\"JWK\"}");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.field()).isEqualTo("format");
        assertThat(server.keys.orders()).isEmpty();
        assertThat(script.post(PAIRS, PKCS12).status()).isEqualTo(201);
        script.without("X-Forwarded-For");
        assertThat(script.post(PAIRS, "{\"format\":\"JWK\"}").status()).isEqualTo(201);
    }

    @Test
    void onlyClientsWhoseMethodUsesKeysHaveAUseForOne() throws Exception {
        assertThat(script.post("/admin/clients/plain/key-pairs", PKCS12).status())
                .isEqualTo(409);
        assertThat(script.post("/admin/clients/unknown/key-pairs", PKCS12).status())
                .isEqualTo(404);
        script.patch("/admin/clients/signer", "{\"access_type\":\"public\"}", "*");
        assertThat(script.post(PAIRS, PKCS12).json().get("type")).isEqualTo(ProblemKind.NO_KEYS.type());
        assertThat(server.keys.orders()).isEmpty();
    }

    @Test
    void keysThatWorkAreNotReplacedWithoutAWord() throws Exception {
        script.patch("/admin/clients/signer", "{\"jwks_uri\":\"https://client.example/k\"}", "*");
        Client before = signer();

        Reply reply = script.post(PAIRS, PKCS12);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().get("type")).isEqualTo(ProblemKind.OTHER_KEY_SOURCE.type());
        assertThat(reply.body()).contains("jwks_uri");
        assertThat(signer()).isEqualTo(before);
        assertThat(server.keys.orders()).isEmpty();
    }

    @Test
    void nothingIsHandedOutThatIsNotRegistered() throws Exception {
        server.keys.meanwhile(() -> server.registry.failWith(Optional.of(MemoryRegistry.outage())));
        Reply outage = script.post(PAIRS, PKCS12);
        server.registry.failWith(Optional.empty());
        server.keys.meanwhile(() -> change("{\"token_endpoint_auth_method\":\"client_secret_basic\"}"));
        Reply otherMethod = script.post(PAIRS, PKCS12);
        change("{\"token_endpoint_auth_method\":\"private_key_jwt\"}");
        server.keys.meanwhile(() -> change("{\"jwks_uri\":\"https://client.example/k\"}"));
        Reply otherSource = script.post(PAIRS, PKCS12);
        change("{\"jwks_uri\":null}");
        server.keys.meanwhile(() -> server.registry.delete(
                new ClientId("signer"), OptionalLong.empty(), new Change("system", "client.delete", "")));
        Reply gone = script.post(PAIRS, PKCS12);

        assertThat(List.of(outage.status(), otherMethod.status(), otherSource.status(), gone.status()))
                .containsExactly(503, 409, 412, 404);
        for (Reply reply : List.of(outage, otherMethod, otherSource, gone)) {
            assertThat(reply.body()).doesNotContain(PlainKeys.PLANT);
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(server.keys.archives()).hasSize(4).allSatisfy(KeyPairCallsTest::isWiped);
    }

    private void change(String patch) {
        try {
            assertThat(server.asScript()
                            .patch("/admin/clients/signer", patch, "*")
                            .status())
                    .isEqualTo(200);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void adm4_aConditionIsHonouredHereToo() throws Exception {
        script.header("If-Match", "\"7\"");
        assertThat(script.post(PAIRS, PKCS12).status()).isEqualTo(412);
        assertThat(server.keys.orders()).isEmpty();
        server.keys.meanwhile(() -> change("{\"client_name\":\"changed meanwhile\"}"));
        script.header("If-Match", "\"1\"");
        assertThat(script.post(PAIRS, PKCS12).status()).isEqualTo(412);
        assertThat(signer().certificates()).isEmpty();
        server.keys.meanwhile(() -> {});
        script.header("If-Match", "\"2\"");
        assertThat(script.post(PAIRS, PKCS12).status()).isEqualTo(201);
    }

    @Test
    void adm1_whoIsNoAdministratorMakesNone() throws Exception {
        assertThat(server.asNobody().post(PAIRS, PKCS12).status()).isEqualTo(401);
        Exchange plain =
                server.asNobody().header("Authorization", AdminServer.basic("plain", AdminServer.PLAIN_SECRET));
        assertThat(plain.post(PAIRS, PKCS12).status()).isEqualTo(403);
        assertThat(server.asPersonOfTheContainer("bob").post(PAIRS, PKCS12).status())
                .isEqualTo(403);
        assertThat(server.asPerson("ada").post(PAIRS, PKCS12).status()).isEqualTo(201);
    }

    @Test
    void adm2_noOtherSiteMakesOneByASession() throws Exception {
        Exchange elsewhere = server.asPerson("ada").header("Sec-Fetch-Site", "cross-site");

        assertThat(elsewhere.post(PAIRS, PKCS12).status()).isEqualTo(403);
        assertThat(server.keys.orders()).isEmpty();
    }

    @Test
    void aClientHasAtMostSoMany() throws Exception {
        for (int i = 0; i < Client.MAX_CERTIFICATES; i++) {
            assertThat(script.post(PAIRS, PKCS12).status()).isEqualTo(201);
        }
        Reply reply = script.post(PAIRS, PKCS12);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().get("type")).isEqualTo(ProblemKind.TOO_MANY_KEYS.type());
        assertThat(signer().certificates()).hasSize(Client.MAX_CERTIFICATES);
    }

    @Test
    void theTrailTellsWhatWasMade() throws Exception {
        script.post(PAIRS, PKCS12);

        AuditEvent event = server.registry
                .events(Optional.empty(), Optional.empty(), 1)
                .items()
                .get(0);
        assertThat(event.action()).isEqualTo("key-pair.generate");
        assertThat(event.detail())
                .contains(
                        signer().certificates().get(0).id(),
                        signer().certificates().get(0).kid());
    }

    @Test
    void sec6_privateKeysAndPasswordsAreInOneAnswerOnlyAndWipedAfterwards() throws Exception {
        try (HeardLog log = HeardLog.ofAll()) {
            script.post(PAIRS, PKCS12);
            String everything = String.join(
                    "\n",
                    script.post(PAIRS, PKCS12.replace("PKCS12", "PKCS13")).body(),
                    script.post(PAIRS, PKCS12.replace("}", ",\"key_password\":\"other\"}"))
                            .body(),
                    script.get("/admin/clients/signer").body(),
                    script.get("/admin/events").body(),
                    log.text(),
                    order().toString(),
                    signer().toString());

            assertThat(everything).doesNotContain(PlainKeys.PLANT, PASSWORD);
        }
        isWiped(server.keys.archives().get(0));
        isWiped(order().storePassword().orElseThrow());
    }

    private static void isWiped(Secret secret) {
        assertThat(secret.bytes()).containsOnly(0);
    }

    @Test
    void theDefaultIsNoLongerThanWhatIsAllowed() {
        try (KeyPairOrder order =
                KeyPairRequest.read(Map.of("format", "JWK"), new ClientId("c"), Duration.ofDays(90))) {
            assertThat(order.validity()).isEqualTo(Duration.ofDays(90));
        }
    }
}
