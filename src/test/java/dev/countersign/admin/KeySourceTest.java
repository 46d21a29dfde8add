package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Client;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client has one source of keys: setting one clears the others, and never in silence. */
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

    @ParameterizedTest
    @ValueSource(strings = {URL, KEY_SET})
    void anImportRemovesTheOtherSourceAndSaysSo(String source) throws Exception {
        String name = source.substring(1, source.indexOf('"', 1));
        script.patch(SIGNER, "{" + source + "}", "*");
        assertThat(signer().profile().properties()).containsOnlyKeys(name);

        Reply reply = script.upload(CERTIFICATES, Upload.of("JWKS", "key a"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(OpenApi.list(reply.json(), "warnings"))
                .singleElement()
                .asString()
                .contains("its " + name + " is gone");
        assertThat(signer().profile().properties()).isEmpty();
        assertThat(lastEvent().detail()).startsWith("without " + name + "; certificate ");
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
    @ValueSource(strings = {URL, KEY_SET, URL + ",\"certificates\":[]"})
    void aPatchToAnotherSourceRemovesTheRegisteredKeysAndSaysSo(String source) throws Exception {
        importKey();
        String id = signer().certificates().get(0).id();

        Reply reply = script.patch(SIGNER, "{" + source + "}", "*");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).containsEntry("certificates", List.of());
        assertThat(OpenApi.list(reply.json(), "warnings"))
                .singleElement()
                .asString()
                .contains("(1) are gone");
        assertThat(signer().certificates()).isEmpty();
        assertThat(lastEvent().detail()).contains("certificates", "without certificate " + id);
        assertThat(script.patch(SIGNER, "{" + source + "}", "*").json()).doesNotContainKey("warnings");
    }

    @Test
    void aReplacementThatStillNamesTheRegisteredKeysIsRefused() throws Exception {
        importKey();
        Client before = signer();
        Map<String, Object> wished = script.get(SIGNER).json();
        wished.put("jwks_uri", "https://client.example/k");

        Reply refused = script.put(SIGNER, json(wished), "*");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.field()).isEqualTo("certificates");
        assertThat(signer()).isEqualTo(before);
        wished.remove("certificates");
        Reply reply = script.put(SIGNER, json(wished), "*");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(OpenApi.list(reply.json(), "warnings")).hasSize(1);
        assertThat(signer().certificates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"certificates\":[]}",
                "{\"certificates\":[{\"id\":\"x\"}]}",
                "{\"certificates\":7}",
                "{\"certificates\":{}}"
            })
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
        assertThat(lastEvent().detail()).isEqualTo("client_name");
    }

    private static String json(Map<String, Object> members) {
        return new String(JsonText.of(members), StandardCharsets.UTF_8);
    }
}
