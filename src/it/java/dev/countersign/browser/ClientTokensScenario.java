package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Scenario;
import dev.countersign.it.Visitor;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What a client may do with access tokens, and how all of them are ended. */
interface ClientTokensScenario extends BrowserScenario {

    @Test
    default void whatAClientMayDoWithTokensIsSaved() throws Exception {
        script().register("\"client_id\":\"granted\"");
        ConsoleVisit visit = signedIn().atClient("granted", "settings");
        Part main = visit.main();
        assertThat(main.field("May fetch access tokens")).isChecked();
        main.untick("May fetch access tokens")
                .choose("Token lifetime", "15 minutes")
                .tick("Resource server")
                .press("Save")
                .says("Saved.");

        JsonObject client = Scenario.json(script().get("/clients/granted"));
        assertThat(client.getJsonArray("grant_types")).isEmpty();
        assertThat(client.getString("token_lifetime")).isEqualTo("PT15M");
        assertThat(client.getBoolean("introspection")).isTrue();
        visit.page().reload();
        assertThat(main.field("May fetch access tokens")).not().isChecked();
        assertThat(main.field("Token lifetime")).hasValue("PT15M");
        main.tick("May fetch access tokens")
                .choose("Token lifetime", "as this server is set up")
                .press("Save")
                .says("Saved.");
        JsonObject after = Scenario.json(script().get("/clients/granted"));
        assertThat(after.getJsonArray("grant_types")).hasSize(1);
        assertThat(after.containsKey("token_lifetime")).isFalse();
        script().patch("/clients/granted", "{\"token_lifetime\":\"PT90S\"}", "*");
        visit.atClient("granted", "settings");
        assertThat(main.field("Token lifetime")).hasValue("PT1M30S");
    }

    @Test
    default void tok5_allTokensAreEndedAtOnce() throws Exception {
        String secret = script().register("\"client_id\":\"ended\"");
        String token = token("ended", secret);
        assertThat(bearer(token)).isEqualTo(204);
        ConsoleVisit visit = signedIn().atClient("ended", "credentials");

        visit.main().press("End all tokens");
        visit.dialog().says("Every access token that it has is refused from now on");
        visit.assertAccessible();
        visit.screenshots("end-tokens");
        visit.dialog().press("Cancel");
        assertThat(bearer(token)).isEqualTo(204);
        visit.main().press("End all tokens");
        visit.dialog().press("End all tokens");
        visit.main().says("All its access tokens are ended.").says("Those that were issued before");

        assertThat(bearer(token)).isEqualTo(401);
        assertThat(verify("ended", secret).statusCode()).isEqualTo(204);
    }

    @Test
    default void tok5_tokensAreEndedAlongWithTheSecretThatBoughtThem() throws Exception {
        String secret = script().register("\"client_id\":\"robbed\"");
        String token = token("robbed", secret);
        ConsoleVisit visit = signedIn().atClient("robbed", "credentials");

        visit.main().press("Revoke the secret without a label");
        visit.dialog().says("Tokens that were already issued live on until they expire.");
        visit.assertAccessible();
        visit.dialog().press("Revoke");
        visit.main().says("The secret is revoked.").saysNot("are ended");
        assertThat(bearer(token)).isEqualTo(204);

        visit.main().press("Add a secret");
        SecretsScenario.shownAfter(visit, "Add");
        visit.main().press("Regenerate Secret");
        visit.dialog().tick("End its access tokens too");
        SecretsScenario.shownAfter(visit, "Regenerate");
        visit.main().says("The secret is replaced. All its access tokens are ended.");
        assertThat(bearer(token)).isEqualTo(401);
    }

    @Test
    default void tok5_tokensAreEndedAlongWithAKey() throws Exception {
        registerSigner("unkeyed");
        script().upload("unkeyed", "CERTIFICATE_PEM", KeyFile.of("CN=unkeyed").pem());
        ConsoleVisit visit = signedIn().atClient("unkeyed", "credentials");

        visit.main().press("Remove CN=unkeyed");
        visit.dialog().tick("End its access tokens too").press("Remove");
        visit.main().says("The key is removed. All its access tokens are ended.");

        String ended = Scenario.json(script().get("/clients/unkeyed")).getString("tokens_not_before");
        assertThat(Instant.parse(ended))
                .isBeforeOrEqualTo(InstantSource.system().instant().plusSeconds(1));
    }

    private String token(String id, String secret) throws Exception {
        HttpResponse<String> answer = visitor()
                .post("/token", FORM, "grant_type=client_credentials", "Authorization", Visitor.basic(id, secret));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Scenario.json(answer).getString("access_token");
    }

    private int bearer(String token) throws Exception {
        return visitor().get("/verify", "Authorization", "Bearer " + token).statusCode();
    }
}
