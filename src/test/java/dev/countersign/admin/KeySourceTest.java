package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One source of a client's keys counts; registered ones are kept meanwhile, and no change of that is silent. */
class KeySourceTest {

    private static final String SIGNER = "/admin/clients/signer";
    private static final String CERTIFICATES = SIGNER + "/certificates";
    private static final String URL = "\"jwks_uri\":\"https://client.example/k\"";
    private static final String KEY_SET = "\"jwks\":{\"keys\":[]}";

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
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

    private AuditEvent lastEvent() {
        return server.registry
                .events(Optional.empty(), Optional.empty(), 1)
                .items()
                .get(0);
    }

    private void importKey() throws Exception {
        assertThat(script.upload(CERTIFICATES, Upload.of("JWKS", "key a")).status())
                .isEqualTo(201);
    }

    private boolean inUse(Reply reply) throws Exception {
        assertThat(OpenApi.list(reply.json(), "certificates")).hasSize(1);
        return Boolean.TRUE.equals(
                OpenApi.object(OpenApi.list(reply.json(), "certificates").get(0))
                        .get("in_use"));
    }

    private static List<Object> warnings(Reply reply) {
        return reply.json().containsKey("warnings") ? OpenApi.list(reply.json(), "warnings") : List.of();
    }

    @ParameterizedTest
    @ValueSource(strings = {URL, KEY_SET})
    void anImportBesideAnotherSourceIsKeptAndNotInUse(String source) throws Exception {
        String name = source.substring(1, source.indexOf('"', 1));
        script.patch(SIGNER, "{" + source + "}", "*");

        Reply reply = script.upload(CERTIFICATES, Upload.of("JWKS", "key a"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(inUse(reply)).isFalse();
        assertThat(warnings(reply)).singleElement().asString().contains(name, "kept, but not in use");
        assertThat(signer().profile().properties()).containsOnlyKeys(name);
        assertThat(lastEvent().detail()).endsWith("not in use beside " + name);
    }

    @Test
    void arefusedImportRemovesNothing() throws Exception {
        script.patch(SIGNER, "{" + URL + "}", "*");
        Client before = signer();

        assertThat(script.upload(CERTIFICATES, Upload.of("JWKS", "weak")).status())
                .isEqualTo(422);
        assertThat(signer()).isEqualTo(before);
    }

    @Test
    void aSourceThatWasSetMeanwhileIsNotRemovedUnseen() throws Exception {
        server.keys.meanwhile(() -> {
            try {
                server.asScript().patch(SIGNER, "{" + URL + "}", "*");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(script.upload(CERTIFICATES, Upload.of("JWKS", "key a")).status())
                .isEqualTo(412);
        assertThat(signer().profile().properties()).containsKey("jwks_uri");
        assertThat(signer().certificates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {URL, KEY_SET})
    void registeredKeysAreKeptBesideAnotherSourceAndCountAgainWithoutIt(String source) throws Exception {
        importKey();
        List<ClientCertificate> registered = signer().certificates();
        String id = registered.get(0).id();
        String name = source.substring(1, source.indexOf('"', 1));
        assertThat(inUse(script.get(SIGNER))).isTrue();

        Reply kept = script.patch(SIGNER, "{" + source + "}", "*");

        assertThat(kept.status()).isEqualTo(200);
        assertThat(inUse(kept)).isFalse();
        assertThat(warnings(kept)).singleElement().asString().contains("(1) are kept, but not in use", name);
        assertThat(lastEvent().detail()).startsWith(name).contains("; kept, not in use: certificate " + id);
        assertThat(inUse(script.get(SIGNER))).isFalse();
        assertThat(OpenApi.list(
                        script.get("/admin/clients?search=signer").items().get(0), "certificates"))
                .singleElement()
                .satisfies(line -> assertThat(OpenApi.object(line)).containsEntry("in_use", false));
        assertThat(warnings(script.patch(SIGNER, "{" + source + "}", "*"))).isEmpty();

        Reply again = script.patch(SIGNER, "{\"" + name + "\":null}", "*");

        assertThat(inUse(again)).isTrue();
        assertThat(warnings(again))
                .singleElement()
                .asString()
                .contains("count again: " + id + " (kid " + registered.get(0).kid() + ")");
        assertThat(signer().certificates()).isEqualTo(registered);
        assertThat(lastEvent().detail()).startsWith(name).contains("; in use again: certificate " + id);
    }

    @Test
    void oneSourceInThePlaceOfAnotherIsToldAndNoKeptKeyCounts() throws Exception {
        importKey();
        script.patch(SIGNER, "{" + URL + "}", "*");

        Reply reply = script.patch(SIGNER, "{" + KEY_SET + "}", "*");

        assertThat(inUse(reply)).isFalse();
        assertThat(warnings(reply)).singleElement().asString().contains("its jwks has taken the place of jwks_uri");
        assertThat(signer().profile().properties()).containsOnlyKeys("jwks");
    }

    @Test
    void anotherMethodTakesKeysOutOfUseAndBackIntoIt() throws Exception {
        importKey();
        Reply away = script.patch(SIGNER, "{\"token_endpoint_auth_method\":\"client_secret_basic\"}", "*");
        assertThat(inUse(away)).isFalse();
        assertThat(warnings(away)).singleElement().asString().contains("method uses no keys");

        Reply back = script.patch(SIGNER, "{\"token_endpoint_auth_method\":\"private_key_jwt\"}", "*");
        assertThat(inUse(back)).isTrue();
        assertThat(warnings(back)).singleElement().asString().contains("count again");
    }

    @Test
    void aReplacementSendsTheRegisteredKeysBackAsTheyWereRead() throws Exception {
        importKey();
        Map<String, Object> wished = script.get(SIGNER).json();
        wished.put("jwks_uri", "https://client.example/k");

        assertThat(script.put(SIGNER, json(wished), "*").status()).isEqualTo(200);
        assertThat(signer().certificates()).hasSize(1);
        // in_use as it was before: it follows from the other members.
        List<Object> before = OpenApi.list(wished, "certificates");
        wished = script.get(SIGNER).json();
        wished.put("certificates", before);
        wished.put("client_name", "Signer");
        assertThat(script.put(SIGNER, json(wished), "*").status()).isEqualTo(200);
        wished = script.get(SIGNER).json();
        wished.remove("certificates");
        assertThat(script.put(SIGNER, json(wished), "*").status()).isEqualTo(200);
        assertThat(signer().certificates()).hasSize(1);
        // An empty array declares that there are none.
        wished.put("certificates", List.of());
        assertThat(script.put(SIGNER, json(wished), "*").status()).isEqualTo(200);
        assertThat(signer().certificates()).isEmpty();
        assertThat(lastEvent().detail()).contains("keys removed: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {URL, URL + ",\"client_id\":\"new\",\"token_endpoint_auth_method\":\"private_key_jwt\""})
    void key1_aUrlThatTheSettingsForbidIsRefusedAndNothingChanges(String members) throws Exception {
        importKey();
        Client before = signer();
        server.keySource.forbid("The settings of this server allow no key set from there.");

        Reply refused = members.equals(URL)
                ? script.patch(SIGNER, "{" + members + "}", "*")
                : script.post("/admin/clients", "{" + members + "}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.field()).isEqualTo("jwks_uri");
        assertThat(refused.body()).contains("The settings of this server");
        assertThat(signer()).isEqualTo(before);
        assertThat(server.keySource.asked()).isZero();
        assertThat(script.get("/admin/clients/new").status()).isEqualTo(404);
    }

    @Test
    void aUrlThatWasRegisteredBeforeTheSettingsChangedStandsInNoOnesWay() throws Exception {
        script.patch(SIGNER, "{" + URL + "}", "*");
        server.keySource.forbid("No more.");

        assertThat(script.patch(SIGNER, "{\"client_name\":\"Signer\"}", "*").status())
                .isEqualTo(200);
        assertThat(script.patch(SIGNER, "{" + KEY_SET + "}", "*").status()).isEqualTo(200);
        assertThat(script.patch(SIGNER, "{" + URL + "}", "*").field()).isEqualTo("jwks_uri");
    }

    @Test
    void aUrlThatCannotBeFetchedIsRegisteredWithAWarning() throws Exception {
        server.keySource.fail("no key set from https://client.example:443: it answered with status 500");

        assertThat(warnings(script.patch(SIGNER, "{" + URL + "}", "*")))
                .singleElement()
                .asString()
                .contains("cannot be fetched now", "it answered with status 500");
        assertThat(warnings(script.patch(SIGNER, "{\"client_name\":\"Signer\"}", "*")))
                .isEmpty();
        assertThat(warnings(script.post(
                        "/admin/clients",
                        "{\"client_id\":\"new\",\"token_endpoint_auth_method\":\"private_key_jwt\"," + URL + "}")))
                .singleElement()
                .asString()
                .contains("cannot be fetched now");
        server.keySource.serve();
    }

    @Test
    void aUrlWithoutAUsableKeyIsRegisteredWithAWarning() throws Exception {
        server.keySource.serve();

        assertThat(warnings(script.patch(SIGNER, "{" + URL + "}", "*")))
                .singleElement()
                .asString()
                .contains("no usable key");
    }

    @Test
    void aNewKeyPairBesideAnotherSourceIsRefused() throws Exception {
        script.patch(SIGNER, "{" + URL + "}", "*");

        Reply refused = script.post(SIGNER + "/key-pairs", "{\"format\":\"PEM\",\"store_password\":\"correct horse\"}");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("would not be in use", "jwks_uri");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"certificates\":[{\"id\":\"x\"}]}", "{\"certificates\":7}", "{\"certificates\":{}}"})
    void registeredKeysAreNotChangedByTheWay(String patch) throws Exception {
        importKey();
        Client before = signer();

        assertThat(script.patch(SIGNER, patch, "*").field()).isEqualTo("certificates");
        assertThat(signer()).isEqualTo(before);
    }

    @Test
    void otherChangesLeaveTheRegisteredKeysAlone() throws Exception {
        importKey();

        Reply reply = script.patch(SIGNER, "{\"client_name\":\"Signer\",\"jwks_uri\":null}", "*");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).doesNotContainKey("warnings");
        assertThat(signer().certificates()).hasSize(1);
        assertThat(lastEvent().detail()).isEqualTo("client_name from nothing to \"Signer\"");
    }

    private static String json(Map<String, Object> members) {
        return new String(JsonText.of(members), StandardCharsets.UTF_8);
    }
}
