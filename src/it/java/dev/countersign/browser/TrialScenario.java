package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.Visitor;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** *Why refused?* explains a refusal, and neither keeps nor uses up the credential. */
interface TrialScenario extends BrowserScenario {

    String PASTED = "Assertion, access token, Authorization header or certificate";

    @Test
    default void anAssertionForAnotherServerIsExplained() throws Exception {
        PublicJsonWebKey key = registerWithKey("astray");
        String astray = new AssertionSigner("https://elsewhere.example").signed("astray", key);
        assertThat(verify(astray)).isEqualTo(401);
        ConsoleVisit visit = signedIn().atClient("astray", "try");
        visit.main().says("meant for another server (aud)");
        visit.main().type(PASTED, astray).says("An assertion.").says("\"aud\": \"https://elsewhere.example\"");
        visit.main().press("Try it").says("It would be refused: it is meant for another server.");

        Locator audience = visit.main()
                .named(AriaRole.LIST, "Checks")
                .root()
                .getByRole(AriaRole.LISTITEM)
                .first();
        assertThat(audience).containsText("Audience");
        assertThat(audience).containsText("fails");
        assertThat(audience).containsText(running().url());
        visit.assertAccessible();
        visit.screenshots("try");

        String right = new AssertionSigner(running().url()).signed("astray", key);
        visit.main()
                .type(PASTED, right)
                .saysNot("It would be refused")
                .press("Try it")
                .says("It would be granted.");
        assertThat(verify(right)).as("nothing was used up").isEqualTo(204);
        visit.main().press("Try it").says("It would be refused: it was used before.");
        visit.main().follow("Events");
        visit.main().says("credential tried").follow("Why refused?");
        assertThat(visit.main().field(PASTED)).hasValue("");
        assertThat(visit.page().content()).doesNotContain(astray, right, "elsewhere.example");
    }

    @Test
    default void aWrongSecretIsExplainedAndNotShown() throws Exception {
        String secret = script().register("\"client_id\":\"mistyped\"");
        ConsoleVisit visit = signedIn().atClient("mistyped", "try");
        visit.main().says("No refusals of this client in this node's memory.");
        visit.main()
                .type(PASTED, "Authorization: " + Visitor.basic("mistyped", "planted-wrong"))
                .says("A Basic header with the client ID mistyped.")
                .press("Try it")
                .says("It would be refused: it is none of the client's secrets.");
        assertThat(visit.main().root()).not().containsText("planted-wrong");
        visit.assertAccessible();
        visit.screenshots("try-secret");

        visit.main()
                .type(PASTED, Visitor.basic("mistyped", secret))
                .press("Try it")
                .says("It would be granted.");
        visit.main().press("Clear");
        assertThat(visit.main().field(PASTED)).isFocused();
        assertThat(visit.main().field(PASTED)).hasValue("");
    }

    @Test
    default void theAddressCountsWhereTheClientIsBoundToSome() throws Exception {
        String secret = script().register("\"client_id\":\"bound\",\"allowed_sources\":[\"10.0.0.0/8\"]");
        ConsoleVisit visit = signedIn().atClient("bound", "try").expectComplaint("status of 400");
        visit.main()
                .type(PASTED, "Authorization: " + Visitor.basic("bound", secret))
                .type("From this address", "192.0.2.7")
                .press("Try it");
        visit.main().says("It would be refused: its client may not come from this address.").says("10.0.0.0/8");
        visit.assertAccessible();
        visit.main().type("From this address", "nowhere").press("Try it");
        assertThat(visit.main().blame("From this address")).isVisible();
    }

    @Test
    default void rubbishIsCalledSo() throws Exception {
        script().register("\"client_id\":\"rubbish\"");
        ConsoleVisit visit = signedIn().atClient("rubbish", "try");

        visit.main().type(PASTED, "hello").says("Neither a JWT nor an Authorization header nor a certificate.");
        assertThat(visit.main().button("Try it")).isDisabled();
        visit.main()
                .type(PASTED, "eyJhbGciOiJub25lIn0.not.json")
                .press("Try it")
                .says("It would be refused");
    }

    private PublicJsonWebKey registerWithKey(String id) throws Exception {
        PublicJsonWebKey key = AssertionSigner.key("ES256", id + "-1");
        String keys = "\"jwks\":" + AssertionSigner.keySet(key);
        assertThat(script().post("/clients", AssertionSigner.registration(id, keys))
                        .statusCode())
                .isEqualTo(201);
        return key;
    }
}
