package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is there after the server was ended and started again. */
interface RestartScenario extends TokenCalls {

    @Test
    default void rev1_tok4_clientsTheirSecretsAndTheirTokensSurviveARestart() throws Exception {
        String kept = script().register("\"client_id\":\"kept\",\"scope\":\"a b\"");
        String removed = script().register("\"client_id\":\"kept-not\"");
        assertThat(script().delete("/clients/kept-not", "*").statusCode()).isEqualTo(204);
        String token = token("kept", kept, "");
        String ended = token("kept", kept, "");
        assertThat(revoked("kept", kept, ended).statusCode()).isEqualTo(200);
        String keys = visitor().get("/jwks").body();

        running().stop();
        String log = running().log();
        running().start();

        Scenario.assertQuiet(log);
        assertThat(verify("kept", kept).statusCode()).isEqualTo(204);
        assertThat(verify("kept", kept).headers().firstValue("X-Client-Scope")).contains("a b");
        assertThat(introspected("kept", kept, token)).contains("\"active\":true");
        assertThat(introspected("kept", kept, ended)).isEqualTo(INACTIVE);
        assertThat(visitor().get("/jwks").body()).isEqualTo(keys);
        assertThat(verify("kept-not", removed).statusCode()).isEqualTo(401);
        assertThat(script().get("/clients/kept").statusCode()).isEqualTo(200);
        assertThat(byPerson("GET", "/whoami", "").body()).contains("\"person\"");
    }
}
