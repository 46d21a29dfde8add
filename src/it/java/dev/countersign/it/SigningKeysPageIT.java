package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.container.Scenario;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of {@code src/doc/signing-keys.md} work by copy and paste. */
class SigningKeysPageIT {

    private static final Page PAGE = Page.at("src/doc/signing-keys.md");
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void tok4_aStolenSigningKeyIsShutOutStepByStep(@TempDir Path folder) throws Exception {
        try (ExecutableWar war = ExecutableWar.in(folder).start()) {
            Administrator administrator = new Administrator(war.url(), war.password());
            String secret = administrator.register("\"client_id\":\"billing\"");
            String stolen = token(war, secret);
            assertThat(verify(war, stolen)).isEqualTo(204);
            List<String> steps = PAGE.blocks("When a signing key was stolen", "sh");
            assertThat(steps).hasSize(3);

            JsonArray keys = Scenario.json(follow(war, steps.get(0), Map.of())).getJsonArray("items");
            String kid = keys.getValuesAs(JsonObject.class).stream()
                    .filter(key -> key.getString("state").equals("active"))
                    .findFirst()
                    .orElseThrow()
                    .getString("kid");
            assertThat(follow(war, steps.get(1), Map.of("KID", kid))).doesNotContain("problem:");

            assertThat(verify(war, stolen)).isEqualTo(401);
            assertThat(follow(war, steps.get(2), Map.of())).contains("\"keys\"").doesNotContain(kid);
            assertThat(verify(war, token(war, secret))).isEqualTo(204);
            assertThat(administrator.get("/events").body()).contains("signing_key.withdraw", kid);
        }
    }

    private static String token(ExecutableWar war, String secret) throws Exception {
        HttpResponse<String> answer = new Visitor(war.url())
                .post(
                        "/token",
                        FORM,
                        "grant_type=client_credentials",
                        "Authorization",
                        Visitor.basic("billing", secret));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Scenario.json(answer).getString("access_token");
    }

    private static int verify(ExecutableWar war, String token) throws Exception {
        return new Visitor(war.url())
                .get("/verify", "Authorization", "Bearer " + token)
                .statusCode();
    }

    private static String follow(ExecutableWar war, String lines, Map<String, String> more) throws Exception {
        Map<String, String> environment =
                new HashMap<>(Map.of("URL", war.url(), "ADMIN", "admin:" + war.password()));
        environment.putAll(more);
        return Shell.run(lines, environment);
    }
}
