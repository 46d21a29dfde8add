package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is there after the server was ended and started again. */
interface RestartScenario extends Scenario {

    @Test
    default void clientsAndTheirSecretsSurviveARestart() throws Exception {
        String kept = script().register("\"client_id\":\"kept\",\"scope\":\"a b\"");
        String removed = script().register("\"client_id\":\"kept-not\"");
        assertThat(script().delete("/clients/kept-not", "*").statusCode()).isEqualTo(204);

        running().stop();
        String log = running().log();
        running().start();

        Scenario.assertQuiet(log);
        assertThat(verify("kept", kept).statusCode()).isEqualTo(204);
        assertThat(verify("kept", kept).headers().firstValue("X-Client-Scope")).contains("a b");
        assertThat(verify("kept-not", removed).statusCode()).isEqualTo(401);
        assertThat(script().get("/clients/kept").statusCode()).isEqualTo(200);
        assertThat(byPerson("GET", "/whoami", "").body()).contains("\"person\"");
    }
}
