package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Scenario;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The keys that sign access tokens. */
interface SigningKeysScenario extends BrowserScenario {

    String SIGNING_KEYS = "?page=signing-keys";

    @Test
    default void tok4_aKeyIsMadeActivatedEarlyAndWithdrawn() throws Exception {
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);
        visit.frame().follow("Signing keys");
        assertThat(visit.main().heading("Signing keys")).isFocused();
        visit.main().press("Make a new key").says("is made and published");
        String kid = published();
        visit.main().row(kid).says("published").says("no token yet").says("resource servers may not know it yet");
        assertThat(visit.main().button("Activate " + kid)).isDisabled();
        visit.assertAccessible();
        visit.screenshots("signing-keys");

        visit.main().press("Activate " + kid + " early");
        visit.dialog().says("they may refuse its tokens until they fetch the set anew");
        visit.assertAccessible();
        visit.dialog().press("Cancel");
        assertThat(state(kid)).isEqualTo("published");
        visit.main().press("Activate " + kid + " early");
        visit.dialog().press("Activate early");
        visit.main().says("The key " + kid + " signs from now on.").row(kid).says("active");
        assertThat(state(kid)).isEqualTo("active");

        visit.main().press("Withdraw " + kid);
        visit.dialog()
                .says("All tokens that it signed are refused here at once")
                .says("300 seconds (max-age)")
                .says("The next published key signs at once, else a new one");
        visit.assertAccessible();
        visit.screenshots("withdraw-signing-key");
        visit.dialog().press("Withdraw");
        visit.main().says("The key " + kid + " is withdrawn.");
        assertThat(visit.main().button("Withdraw " + kid)).not().isAttached();
        assertThat(script().get("/signing-keys").body()).doesNotContain(kid).contains("\"active\"");

        visit.frame().follow("Events");
        visit.main()
                .says("signing key made")
                .says("signing key activated")
                .says("signing key withdrawn")
                .says(kid);
        visit.main().root().locator(".happenings a").first().click();
        assertThat(visit.main().heading("Signing keys")).isVisible();
    }

    /** Of the newest key that has not signed. */
    private String published() throws Exception {
        return Scenario.json(script().get("/signing-keys")).getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(key -> key.getString("state").equals("published"))
                .reduce((first, second) -> second)
                .orElseThrow()
                .getString("kid");
    }

    private String state(String kid) throws Exception {
        return Scenario.json(script().get("/signing-keys")).getJsonArray("items").getValuesAs(JsonObject.class).stream()
                .filter(key -> key.getString("kid").equals(kid))
                .findFirst()
                .orElseThrow()
                .getString("state");
    }
}
