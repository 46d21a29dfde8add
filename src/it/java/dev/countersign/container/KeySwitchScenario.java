package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.AssertionSigner;
import dev.countersign.it.KeySetServer;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** From registered keys to a key set URL and back: nothing is lost, nothing that is kept counts, and it is all told. */
interface KeySwitchScenario extends Scenario {

    KeySetServer publisher();

    @Test
    default void jwt8_registeredKeysAreKeptAndSignNothingBesideAKeySetUrl() throws Exception {
        PublicJsonWebKey registered = AssertionSigner.key("ES256", "kept-1");
        PublicJsonWebKey published = AssertionSigner.key("ES256", "published-1");
        publisher().publish(AssertionSigner.keySet(published));
        register("switching");
        assertThat(script().upload("switching", "PUBLIC_KEY_PEM", pem(registered))
                        .statusCode())
                .isEqualTo(201);
        assertThat(status("switching", registered)).isEqualTo(204);

        JsonObject switched =
                patched("switching", "{\"jwks_uri\":\"" + publisher().origin() + "/switching\"}");
        assertThat(switched.getJsonArray("warnings").toString()).contains("kept, but not in use");
        assertThat(inUse(switched)).isFalse();
        assertThat(status("switching", registered)).isEqualTo(401);
        assertThat(status("switching", published)).isEqualTo(204);

        // Whether or not the other source can be asked.
        patched("switching", "{\"jwks_uri\":\"" + publisher().origin() + "/switched\"}");
        publisher().publish("no key set");
        script().delete("/clients/switching/key-cache");
        assertThat(status("switching", registered)).isEqualTo(503);
        assertThat(script().get("/clients/switching/key-cache").body()).contains("\"last_error\"", "\"last_error_at\"");
        assertThat(script().get("/key-cache/failures").body()).contains("\"client_id\":\"switching\"");
        assertThat(script().get("/refusals").body())
                .contains("\"outcome\":\"unavailable\",\"reason\":\"UNAVAILABLE\"", "\"cause\":\"no key set from ");

        JsonObject back = patched("switching", "{\"jwks_uri\":null}");
        assertThat(back.getJsonArray("warnings").toString()).contains("count again: ");
        assertThat(inUse(back)).isTrue();
        assertThat(status("switching", registered)).isEqualTo(204);
        assertThat(status("switching", published)).isEqualTo(401);
    }

    @Test
    default void key1_aUrlThatTheSettingsForbidIsRefusedAtOnce() throws Exception {
        register("forbidden");
        for (String url : List.of("http://intranet.example/jwks", "https://127.0.0.1/jwks", "https://[::1]/")) {
            String members = "{\"jwks_uri\":\"" + url + "\"}";
            for (HttpResponse<String> refused : List.of(
                    script().patch("/clients/forbidden", members, "*"), script().post("/key-sets/fetch", members))) {
                assertThat(refused.statusCode()).as(url).isEqualTo(400);
                assertThat(refused.body()).contains("keyFetchAllowedOrigins", "\"field\":\"jwks_uri\"");
            }
        }
    }

    private void register(String id) throws Exception {
        String members = "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"}";
        assertThat(script().post("/clients", members).statusCode()).isEqualTo(201);
    }

    private JsonObject patched(String id, String patch) throws Exception {
        HttpResponse<String> answer = script().patch("/clients/" + id, patch, "*");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Scenario.json(answer);
    }

    private static boolean inUse(JsonObject client) {
        return client.getJsonArray("certificates").getJsonObject(0).getBoolean("in_use");
    }

    private int status(String id, PublicJsonWebKey key) throws Exception {
        String assertion = new AssertionSigner(running().url()).signed(id, key);
        return visitor().post("/verify", FORM, AssertionSigner.form(assertion)).statusCode();
    }

    private static String pem(PublicJsonWebKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key.getPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }
}
