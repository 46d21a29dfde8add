package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of client secrets, and that they are never shown again. */
interface SecretScenario extends Scenario {

    @Test
    default void sec3_aSecretIsRolledOverWithoutAnOutage() throws Exception {
        String old = script().register("\"client_id\":\"rolling\"");
        HttpResponse<String> rolled =
                script().post("/clients/rolling/secrets", "{\"replace\":true,\"overlap\":\"P7D\"}");
        String young = Scenario.json(rolled).getString("client_secret");
        assertThat(verify("rolling", old).statusCode()).isEqualTo(204);
        assertThat(verify("rolling", young).statusCode()).isEqualTo(204);
        assertThat(ending("P8D")).contains("rolling");
        assertThat(ending("P6D")).doesNotContain("rolling");

        assertThat(script().post("/clients/rolling/secrets", "{\"replace\":true}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(verify("rolling", old).statusCode()).isEqualTo(401);
        assertThat(verify("rolling", young).statusCode()).isEqualTo(401);
        assertThat(ending("P8D")).doesNotContain("rolling");
    }

    @Test
    default void sec3_oneOfSeveralIsTakenBack() throws Exception {
        String first = script().register("\"client_id\":\"several\"");
        String id = script().secretId("several");
        String second = Scenario.json(script().post("/clients/several/secrets", "{\"label\":\"second\"}"))
                .getString("client_secret");
        assertThat(verify("several", first).statusCode()).isEqualTo(204);

        assertThat(script().delete("/clients/several/secrets/" + id).statusCode())
                .isEqualTo(204);

        assertThat(verify("several", first).statusCode()).isEqualTo(401);
        assertThat(verify("several", second).statusCode()).isEqualTo(204);
    }

    @Test
    default void sec4_aSecretEndsWhenItsTimeIsUp() throws Exception {
        String lasting = script().register("\"client_id\":\"ending\"");
        JsonObject added = Scenario.json(script().post("/clients/ending/secrets", "{\"lifetime\":\"PT2S\"}"));
        String brief = added.getString("client_secret");
        assertThat(verify("ending", brief).statusCode()).isEqualTo(204);

        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        int status = 204;
        // Its own right secret is no guess until then, and one failure afterwards.
        while (status == 204 && System.nanoTime() < end) {
            status = verify("ending", brief).statusCode();
        }

        assertThat(status).isEqualTo(401);
        assertThat(verify("ending", lasting).statusCode()).isEqualTo(204);
    }

    @Test
    default void sec6_theAnswerWithASecretIsKeptNowhere() throws Exception {
        HttpResponse<String> created = script().post("/clients", "{\"client_id\":\"uncached\"}");

        assertThat(created.headers().allValues("Cache-Control")).containsExactly("no-store, no-transform");
        assertThat(created.headers().allValues("Content-Type")).containsExactly(JSON);
        assertThat(created.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        String secret = Scenario.json(created).getString("client_secret");
        assertThat(secret).matches("csk_[0-9A-Za-z]{65}");
        assertThat(script().get("/clients/uncached").body()).doesNotContain(secret);
        assertThat(running().log()).doesNotContain(secret);
    }

    @Test
    default void sec6_aSecretIsInOneAnswerAndNowhereElse() throws Exception {
        String secret = script().register("\"client_id\":\"discreet\",\"client_name\":\"Discreet\"");
        String chosen = "planted-" + secret;
        assertThat(script().post("/clients/discreet/secrets", "{\"secret\":\"" + chosen + "\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(verify("discreet", secret).statusCode()).isEqualTo(204);
        assertThat(verify("discreet", chosen).statusCode()).isEqualTo(204);
        Visitor visitor = visitor();
        verify("discreet-unknown", secret);
        visitor.get("/verify", "Authorization", "Basic " + secret);
        visitor.get("/verify", "Authorization", "Bearer " + secret);
        visitor.get("/verify?client_secret=" + secret);
        visitor.get("/verify/" + secret);
        visitor.post("/verify", FORM, "client_id=discreet&client_secret=" + secret + "%zz");
        visitor.post("/verify", FORM, "client_id=" + secret.repeat(10) + "&client_secret=" + secret);
        script().post("/clients", "{\"client_id\":\"x\",\"" + secret + "\":\"" + secret + "\"}");
        script().post("/clients", "{\"client_secret\":\"" + secret);

        for (String path : List.of(
                "/clients",
                "/clients?search=disc",
                "/clients/discreet",
                "/events",
                "/events?client=discreet",
                "/refusals",
                "/statistics",
                "/authenticators",
                "/openapi.json")) {
            assertThat(script().get(path).body())
                    .as(path)
                    .doesNotContain(secret)
                    .doesNotContain("hmac-sha256");
        }
        assertThat(running().log()).doesNotContain(secret);
    }

    private List<String> ending(String within) throws Exception {
        return Scenario.json(script().get("/expiring?within=" + within)).getJsonArray("items").stream()
                .map(item -> item.asJsonObject().getString("client_id"))
                .toList();
    }
}
