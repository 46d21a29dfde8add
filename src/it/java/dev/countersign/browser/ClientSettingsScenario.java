package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.container.Scenario;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

/** A client's settings, its end, and the links that lead to it. */
interface ClientSettingsScenario extends BrowserScenario {

    @Test
    default void whatIsSavedIsSaved() throws Exception {
        script().register("\"client_id\":\"settled\"");
        ConsoleVisit visit = signedIn().atClient("settled", "settings");
        Part main = visit.main();
        assertThat(main.button("Save")).isDisabled();
        main.type("Name", "Settled at last")
                .type("Description", "Two\nlines")
                .type("Scope", "a b")
                .type("Audience", "https://one.example\nhttps://two.example")
                .type("Allowed sources", " 10.0.0.0/8 \n\n2001:db8::/32")
                .tick("Auditor")
                .says("Not saved yet");
        visit.assertAccessible();
        visit.screenshots("settings");
        main.press("Save").says("Saved.").saysNot("Not saved yet");

        JsonObject client = Scenario.json(script().get("/clients/settled"));
        assertThat(client.getString("client_name")).isEqualTo("Settled at last");
        assertThat(client.getString("description")).isEqualTo("Two lines");
        assertThat(client.getString("scope")).isEqualTo("a b");
        assertThat(client.getJsonArray("audience")).hasSize(2);
        assertThat(client.getJsonArray("allowed_sources")).hasToString("[\"10.0.0.0/8\",\"2001:db8::/32\"]");
        assertThat(client.getBoolean("auditor")).isTrue();
        main.type("Name", "never").press("Revert");
        assertThat(main.field("Name")).hasValue("Settled at last");
    }

    @Test
    default void whatCannotBeIsToldAtItsFieldAndStays() throws Exception {
        script().register("\"client_id\":\"blamed\"");
        ConsoleVisit visit = signedIn().atClient("blamed", "settings").expectComplaint("status of 400");
        visit.main().type("Audience", "no URI").press("Save");

        assertThat(visit.main().blame("Audience")).isVisible();
        assertThat(visit.main().field("Audience")).hasValue("no URI");
        visit.assertAccessible();
        visit.main().type("Audience", "https://uri.example").press("Save").says("Saved.");
        assertThat(visit.main().blame("Audience")).not().isAttached();
        visit.main().type("Allowed sources", "10.0.0.1/8").press("Save");
        assertThat(visit.main().blame("Allowed sources")).isVisible();
    }

    @Test
    default void aClientIsStoppedAndLetInAgain() throws Exception {
        String secret = script().register("\"client_id\":\"paused\"");
        ConsoleVisit visit = signedIn().atClient("paused", "settings");

        visit.main().untick("Enabled").press("Save").says("Saved.").says("disabled");
        assertThat(verify("paused", secret).statusCode()).isEqualTo(401);
        visit.main().tick("Enabled").press("Save").saysNot("disabled");
        assertThat(verify("paused", secret).statusCode()).isEqualTo(204);
    }

    @Test
    default void aClientThatIsNoLongerConfidentialLosesItsTabs() throws Exception {
        String secret = script().register("\"client_id\":\"opened\"");
        ConsoleVisit visit = signedIn().atClient("opened", "settings");

        visit.main()
                .choose("Access type", "public")
                .says("this client is refused everywhere")
                .press("Save")
                .says("Saved.");
        assertThat(visit.main().link("Credentials")).not().isAttached();
        assertThat(verify("opened", secret).statusCode()).isEqualTo(401);
        visit.atClient("opened", "credentials");
        assertThat(visit.main().link("Settings")).hasAttribute("aria-current", "page");
    }

    @Test
    default void aDeletionWantsTheIdTyped() throws Exception {
        script().register("\"client_id\":\"doomed\"");
        ConsoleVisit visit = signedIn().atClient("doomed", "settings");
        visit.main().press("Delete client");
        Part dialog = visit.dialog();
        assertThat(dialog.button("Delete for good")).isDisabled();
        dialog.type("Client ID", "doome");
        assertThat(dialog.button("Delete for good")).isDisabled();
        visit.assertAccessible();
        visit.screenshots("delete");
        dialog.type("Client ID", "doomed").press("Delete for good");

        assertThat(visit.main().heading("Clients")).isVisible();
        assertThat(script().get("/clients/doomed").statusCode()).isEqualTo(404);
    }

    @Test
    default void linksLeadIntoTheTabsAndTheBrowserBackAgain() throws Exception {
        script().register("\"client_id\":\"linked\"");
        ConsoleVisit visit = signedIn().atClient("linked", "credentials");
        assertOpen(visit, "Credentials");

        visit.main().follow("Keys");
        assertOpen(visit, "Keys");
        visit.main().follow("Settings");
        assertOpen(visit, "Settings");
        visit.page().goBack();
        assertOpen(visit, "Keys");
        visit.page().goBack();
        assertOpen(visit, "Credentials");
        visit.page().goForward();
        assertOpen(visit, "Keys");
        visit.frame().follow("Clients");
        assertThat(visit.main().heading("Clients")).isVisible();
        visit.page().goBack();
        assertOpen(visit, "Keys");
        assertThat(visit.page()).hasTitle("linked · Countersign");
    }

    private static void assertOpen(ConsoleVisit visit, String tab) {
        Locator tabs = visit.main().named(AriaRole.NAVIGATION, "Client").root();
        assertThat(tabs.locator("[aria-current=page]")).hasText(tab);
    }
}
