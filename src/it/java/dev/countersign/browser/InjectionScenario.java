package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.countersign.it.AssertionSigner;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** ADM-3: whatever was put into any text, it is shown as text; the policy has nothing to stop. */
interface InjectionScenario extends BrowserScenario {

    String MARKUP = "\"'><img src=x onerror=window.planted=1><script>window.planted=1</script>";
    /** Without the characters that some texts cannot have. */
    String SCOPE = "<img/src=x/onerror=window.planted=1>";

    String TABS = "settings credentials keys try events connect";

    @Test
    default void adm3_markupInAClientIsText() throws Exception {
        String id = "secret-" + MARKUP;
        register(Json.createObjectBuilder()
                .add("client_id", id)
                .add("client_name", MARKUP)
                .add("description", MARKUP)
                .add("scope", SCOPE)
                .add("audience", Json.createArrayBuilder().add("javascript:window.planted='1'")));
        String secrets = "/clients/~" + base64(id) + "/secrets";
        assertThat(script().post(
                                secrets,
                                Json.createObjectBuilder()
                                        .add("label", MARKUP)
                                        .build()
                                        .toString())
                        .statusCode())
                .isEqualTo(201);
        verify("unknown-" + MARKUP, "x");
        verify(id, "x");

        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);
        visit.main().type(ClientListScenario.SEARCH, "secret-").says(id);
        assertHarmless(visit);
        visit.at(OverviewScenario.OVERVIEW)
                .main()
                .named(AriaRole.REGION, "Latest refusals")
                .says("unknown-" + MARKUP);
        assertHarmless(visit);
        seeAllTabs(visit, id);
        visit.atClient(id, "credentials").main().press("Revoke " + MARKUP);
        visit.dialog().says(MARKUP);
        assertHarmless(visit);
        visit.dialog().press("Cancel");
        visit.main().press("Regenerate Secret");
        visit.dialog().press("Regenerate").says(id);
        assertHarmless(visit);
        visit.dialog().press("Done");
        visit.main().follow("Settings").press("Delete client");
        visit.dialog().says(id);
        assertHarmless(visit);
        visit.dialog().press("Cancel");

        visit.expectComplaint("status of 412").main().type("Name", "mine" + MARKUP);
        script().patch("/clients/~" + base64(id), "{\"client_name\":" + Json.createValue("theirs" + MARKUP) + "}", "*");
        visit.main().press("Save").says("Not saved: ").says("theirs" + MARKUP).says("mine" + MARKUP);
        assertHarmless(visit);
        visit.expectComplaint("status of 404")
                .atClient("gone" + MARKUP, "settings")
                .main()
                .says("gone" + MARKUP);
        assertHarmless(visit);
    }

    @Test
    default void adm3_markupInKeysIsText() throws Exception {
        String id = "keys-" + MARKUP;
        register(Json.createObjectBuilder().add("client_id", id).add("token_endpoint_auth_method", "private_key_jwt"));
        ConsoleVisit visit = signedIn().atClient(id, "credentials");
        visit.main().press("Import a CSR");
        visit.dialog().says("openssl req");
        assertHarmless(visit);
        visit.dialog().press("Cancel");
        visit.main().press("Import");
        String subject = "CN=\"<img src=x onerror=window.planted=1>\"";
        visit.dialog()
                .root()
                .locator("input[type=file]")
                .setInputFiles(KeyFile.file(
                        MARKUP.replace("/", "") + ".pem", KeyFile.of(subject).pem()));
        visit.dialog().says(MARKUP.replace("/", "")).type("Key alias", MARKUP);
        assertHarmless(visit);
        visit.dialog().press("Import");
        visit.main().named(AriaRole.ARTICLE, MARKUP).says("<img src=x onerror=window.planted=1>");
        assertHarmless(visit);
        visit.main().press("Remove " + MARKUP);
        visit.dialog().says(MARKUP);
        assertHarmless(visit);
        seeAllTabs(visit, id);
    }

    @Test
    default void adm3_markupInAPublishedKeySetAndInATokenIsText() throws Exception {
        String id = "set-" + MARKUP;
        PublicJsonWebKey key = AssertionSigner.key("ES256", MARKUP);
        publisher().publish(AssertionSigner.keySet(key));
        register(Json.createObjectBuilder()
                .add("client_id", id)
                .add("token_endpoint_auth_method", "private_key_jwt")
                .add("jwks_uri", publisher().origin() + "/x?'onerror='window.planted=1'"));
        ConsoleVisit visit = signedIn().atClient(id, "keys");
        visit.main().press("Fetch now").says(MARKUP);
        seeAllTabs(visit, id);

        JsonObject claims = Json.createObjectBuilder()
                .add("iss", MARKUP)
                .add("aud", MARKUP)
                .add(MARKUP, MARKUP)
                .add("exp", MARKUP)
                .build();
        String header = Json.createObjectBuilder()
                .add("alg", "ES256")
                .add("kid", MARKUP)
                .add("typ", MARKUP)
                .build()
                .toString();
        visit.atClient(id, "try")
                .main()
                .type(TrialScenario.PASTED, base64(header) + '.' + base64(claims.toString()) + ".eA")
                .press("Try it")
                .says("It would be refused");
        assertHarmless(visit);
        visit.main().type(TrialScenario.PASTED, MARKUP + " 0 . 0").says("Neither a JWT");
        visit.main()
                .type(TrialScenario.PASTED, "Authorization: <img src=x onerror=window.planted=1>")
                .press("Try it")
                .says("It would be refused");
        assertHarmless(visit);
        visit.main()
                .type(TrialScenario.PASTED, "Basic " + base64(MARKUP + ":x"))
                .says(MARKUP)
                .press("Try it")
                .says("It would be refused");
        assertHarmless(visit);
    }

    private void register(JsonObjectBuilder client) throws Exception {
        String json = client.build().toString();
        assertThat(script().post("/clients", json).statusCode()).isEqualTo(201);
    }

    private static void seeAllTabs(ConsoleVisit visit, String id) {
        for (String tab : List.of(TABS.split(" "))) {
            visit.atClient(id, tab);
            assertThat(visit.main().heading(id)).isVisible();
            assertThat(visit.main().root().locator(".spinner-border")).hasCount(0);
            assertHarmless(visit);
        }
    }

    private static void assertHarmless(ConsoleVisit visit) {
        assertThat(visit.page().evaluate("window.planted")).isNull();
        assertThat(visit.page()
                        .locator("body script, [onerror], body img:not([src$='/icon.svg']), [href^='javascript:']"))
                .hasCount(0);
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
