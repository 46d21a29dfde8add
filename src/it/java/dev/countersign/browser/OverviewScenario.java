package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.it.AssertionSigner;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What one sees of the whole server at a glance. */
interface OverviewScenario extends BrowserScenario {

    String OVERVIEW = "?page=overview";

    @Test
    default void theOverviewMovesWithWhatHappensAtTheDoor() throws Exception {
        String secret = script().register("\"client_id\":\"watched\"");
        assertThat(verify("watched", "wrong").statusCode()).isEqualTo(401);
        ConsoleVisit visit = signedIn().at(OVERVIEW);
        visit.main().named(AriaRole.REGION, "Latest refusals").says("watched");
        Locator plot = visit.main()
                .named(AriaRole.REGION, "Authentications")
                .root()
                .getByRole(AriaRole.IMG)
                .first();
        // The first two samples make the first step.
        assertThat(visit.main().root().getByText("As a table")).isVisible();
        visit.main().root().getByText("As a table").click();
        assertThat(plot).hasAttribute("aria-label", Pattern.compile("granted \\d.*"));

        for (int i = 0; i < 3; i++) {
            assertThat(verify("watched", secret).statusCode()).isEqualTo(204);
        }
        assertThat(verify("watched", "wrong").statusCode()).isEqualTo(401);

        assertThat(plot).hasAttribute("aria-label", Pattern.compile(".*granted [1-9].*refused [1-9].*"));
        assertThat(plot.locator("path.line.granted")).isAttached();
        visit.main().named(AriaRole.REGION, "Authentications as a table").says("granted");
        visit.main()
                .named(AriaRole.REGION, "Authentications")
                .says("counted while this page is open")
                .says("Client ID and secret (client_secret_basic)")
                .says("Client ID and secret (client_secret_post)");
        visit.main().named(AriaRole.REGION, "Refusals by reason").says("wrong secret");
        visit.main()
                .named(AriaRole.REGION, "This node")
                .says("Store: up")
                .says("Master key: up")
                .says(running().url());
        visit.main().root().getByText("Settings that were given").click();
        visit.main().named(AriaRole.REGION, "This node").says("masterKey").says("by ");
        visit.assertAccessible();
        visit.screenshots("overview");
        visit.main()
                .named(AriaRole.REGION, "Latest refusals")
                .root()
                .getByRole(AriaRole.LINK)
                .first()
                .click();
        visit.main().says("Refused lately");
    }

    @Test
    default void allCachedKeysAreClearedOnceOneHasSaidSo() throws Exception {
        registerSigner("cached");
        publisher().publish(AssertionSigner.keySet(AssertionSigner.key("ES256", "cached-1")));
        String source = "{\"jwks_uri\":\"" + publisher().origin() + "/cached\"}";
        assertThat(script().patch("/clients/cached", source, "*").statusCode()).isEqualTo(200);
        assertThat(script().post("/clients/cached/key-cache/refresh", "").statusCode())
                .isEqualTo(200);
        ConsoleVisit visit = signedIn().at(OVERVIEW);

        visit.main().press("Clear all cached keys");
        visit.dialog().says("This node forgets the keys of all clients at once");
        visit.assertAccessible();
        visit.dialog().press("Cancel");
        assertThat(script().get("/clients/cached/key-cache").body()).contains("cached-1");
        visit.main().press("Clear all cached keys");
        visit.dialog().press("Clear all");
        visit.main().says("All cached keys are cleared.");
        assertThat(script().get("/clients/cached/key-cache").body()).doesNotContain("cached-1");
    }
}
