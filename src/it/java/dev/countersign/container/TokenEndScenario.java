package dev.countersign.container;

import static dev.countersign.container.TokenCalls.assertError;
import static dev.countersign.container.TokenCalls.claims;
import static dev.countersign.container.TokenCalls.timeUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.AssertionSigner;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may look into a token, and what ends one: its client's word, and an administrator's. */
interface TokenEndScenario extends TokenCalls {

    @Test
    default void int1_aClientSeesItsOwnToken() throws Exception {
        String secret = script().register("\"client_id\":\"curious\",\"scope\":\"read write\",\"audience\":[\""
                + INVOICES + "\",\"" + ORDERS + "\"]");
        String token = token("curious", secret, "&scope=read");

        HttpResponse<String> answer = send("/introspect", "curious", secret, "token=" + token + "&token_type_hint=x");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(JSON);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        JsonObject json = Scenario.json(answer);
        JsonObject claims = claims(token);
        assertThat(json.keySet())
                .containsExactlyInAnyOrder(
                        "active", "scope", "client_id", "token_type", "exp", "iat", "sub", "aud", "iss", "jti");
        assertThat(json.getBoolean("active")).isTrue();
        assertThat(json.getString("token_type")).isEqualTo("Bearer");
        for (String claim : claims.keySet()) {
            assertThat(json.get(claim)).as(claim).isEqualTo(claims.get(claim));
        }
    }

    @Test
    default void int1_aResourceServerSeesWhatIsMeantForIt() throws Exception {
        String secret =
                script().register("\"client_id\":\"seen\",\"audience\":[\"" + INVOICES + "\",\"" + ORDERS + "\"]");
        String server = script().register(
                        "\"client_id\":\"invoices-server\",\"introspection\":true,\"audience\":[\"" + INVOICES + "\"]");
        String gateway = script().register("\"client_id\":\"gateway\",\"introspection\":true");
        String another = script().register("\"client_id\":\"unentitled\",\"audience\":[\"" + INVOICES + "\"]");
        String invoices = token("seen", secret, "&resource=" + INVOICES);
        String orders = token("seen", secret, "&resource=" + ORDERS);
        String both = token("seen", secret, "");

        assertThat(introspected("invoices-server", server, invoices)).contains("\"active\":true", "\"seen\"");
        assertThat(introspected("invoices-server", server, both)).contains("\"active\":true");
        assertThat(introspected("invoices-server", server, orders)).isEqualTo(INACTIVE);
        assertThat(introspected("gateway", gateway, orders)).contains("\"active\":true");
        assertThat(introspected("unentitled", another, invoices)).isEqualTo(INACTIVE);
        assertThat(introspected("unentitled", another, both)).isEqualTo(INACTIVE);
    }

    @Test
    default void int1_everythingElseIsNotActiveAndNothingMore() throws Exception {
        String secret = script().register("\"client_id\":\"looking\"");
        String token = token("looking", secret, "");
        String assertion = new AssertionSigner(running().url()).signed("looking", AssertionSigner.key("ES256", "k1"));
        for (String none : List.of(
                "x",
                "a.b.c",
                "%00",
                "%C3%A9",
                token + "x",
                token.substring(1),
                assertion,
                secret,
                "x".repeat(20_000))) {
            assertThat(introspected("looking", secret, none)).as(none).isEqualTo(INACTIVE);
        }
        assertError(send("/introspect", "looking", secret, ""), 400, "invalid_request");
        assertError(send("/introspect", "looking", secret, "token="), 400, "invalid_request");
        assertError(send("/introspect", "looking", secret, "token=x&token=y"), 400, "invalid_request");
        assertError(send("/introspect", "looking", "wrong", "token=" + token), 401, "invalid_client");
        assertThat(introspected("looking", secret, token)).contains("\"active\":true");
        assertThat(revoked("looking", secret, token).statusCode()).isEqualTo(200);
        assertThat(introspected("looking", secret, token)).isEqualTo(INACTIVE);
    }

    @Test
    default void rev1_aClientEndsItsOwnTokens() throws Exception {
        String secret = script().register("\"client_id\":\"careful\"");
        String other = script().register("\"client_id\":\"meddling\",\"introspection\":true");
        String token = token("careful", secret, "");
        String kept = token("careful", secret, "");

        assertError(revoked("careful", "wrong", token), 401, "invalid_client");
        assertError(revoked("meddling", other, token), 400, "unauthorized_client");
        assertThat(status(token)).as("lives on").isEqualTo(204);

        HttpResponse<String> answer =
                send("/revoke", "careful", secret, "token=" + token + "&token_type_hint=access_token");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(status(token)).as("here at once").isEqualTo(401);
        assertThat(introspected("meddling", other, token)).isEqualTo(INACTIVE);
        assertThat(status(kept)).isEqualTo(204);

        for (String dead : List.of(token, "x", "a.b.c", "%C3%A9", token + "x")) {
            assertThat(revoked("careful", secret, dead).statusCode()).as(dead).isEqualTo(200);
        }
        assertThat(revoked("meddling", other, token).statusCode())
                .as("nothing is told of a dead token")
                .isEqualTo(200);
        assertError(send("/revoke", "careful", secret, "token_type_hint=access_token"), 400, "invalid_request");
        logWith("refused=REVOKED_TOKEN");
    }

    @Test
    default void tok5_aDisabledClientsTokenIsDead() throws Exception {
        String secret = script().register("\"client_id\":\"halted\"");
        String token = token("halted", secret, "");
        assertThat(status(token)).isEqualTo(204);

        changed("halted", "{\"enabled\":false}");
        assertDead(token);
        changed("halted", "{\"enabled\":true}");
        assertThat(timeUntil(() -> status(token) == 204)).isLessThan(A_SECOND_AND_A_MARGIN);
        changed("halted", "{\"access_type\":\"public\"}");
        assertDead(token);
    }

    @Test
    default void tok5_aClientThatWasMadeAnewHasNoneOfTheOldTokens() throws Exception {
        String secret = script().register("\"client_id\":\"namesake\"");
        String token = token("namesake", secret, "");
        assertThat(status(token)).isEqualTo(204);
        awaitSecondAfter(token);

        assertThat(script().delete("/clients/namesake", "*").statusCode()).isEqualTo(204);
        assertDead(token);
        String anew = script().register("\"client_id\":\"namesake\"");
        assertThat(status(token)).isEqualTo(401);
        assertThat(introspected("namesake", anew, token)).isEqualTo(INACTIVE);
        assertThat(status(token("namesake", anew, ""))).as("its own, at once").isEqualTo(204);
    }

    @Test
    default void tok5_allTokensOfAClientEndAtOneMoment() throws Exception {
        String secret = script().register("\"client_id\":\"ended\"");
        String token = token("ended", secret, "");
        assertThat(status(token)).isEqualTo(204);
        awaitSecondAfter(token);

        changed("ended", "{\"tokens_not_before\":\"" + InstantSource.system().instant() + "\"}");

        assertDead(token);
        assertThat(introspected("ended", secret, token)).isEqualTo(INACTIVE);
        String next = token("ended", secret, "");
        assertThat(timeUntil(() -> status(next) == 204)).isLessThan(A_SECOND_AND_A_MARGIN);
        assertThat(verify("ended", secret).statusCode()).isEqualTo(204);
    }

    /** A token is told its second only, so that what is issued and ended within one second is not told apart. */
    private static void awaitSecondAfter(String token) throws Exception {
        int issued = claims(token).getInt("iat");
        timeUntil(() -> InstantSource.system().instant().getEpochSecond() > issued);
    }

    private void changed(String id, String patch) throws Exception {
        HttpResponse<String> answer = script().patch("/clients/" + id, patch, "*");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
