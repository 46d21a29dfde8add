package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.container.Scenario;
import org.junit.jupiter.api.Test;

/** How people come in, are asked again when their session has ended, and leave. */
interface LoginScenario extends BrowserScenario {

    @Test
    default void whoIsNotSignedInIsAskedTo() {
        ConsoleVisit visit = visit().open();

        assertThat(visit.page()).hasTitle("Sign in · Countersign");
        assertThat(visit.page().getByLabel("User name")).isFocused();
        assertThat(visit.inside()).not().isAttached();
        visit.assertAccessible();
        visit.screenshots("login");
    }

    @Test
    default void aWrongPasswordIsToldAndTheNextOneMayBeRight() {
        ConsoleVisit visit = visit().open();

        visit.signIn("wrong");

        assertThat(visit.page().getByRole(AriaRole.ALERT)).containsText("Sign-in failed");
        assertThat(visit.inside()).not().isAttached();
        visit.assertAccessible();
        visit.screenshots("login-failed");

        visit.signIn(running().personsPassword());
        assertThat(visit.inside()).isVisible();
    }

    @Test
    default void signingOutLeadsBackToTheDoor() {
        ConsoleVisit visit = visit().signIn();

        visit.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out"))
                .click();

        assertThat(visit.page()).hasTitle("Sign in · Countersign");
        visit.open();
        assertThat(visit.page()).hasTitle("Sign in · Countersign");
        visit.signIn();
    }

    @Test
    default void aLinkLeadsToTheDoorFirst() throws Exception {
        script().register("\"client_id\":\"by way/of+the door\"");
        ConsoleVisit visit = visit().atClient("by way/of+the door", "credentials");
        assertThat(visit.page()).hasTitle("Sign in · Countersign");

        visit.signIn("wrong");
        assertThat(visit.page()).hasTitle("Sign in again · Countersign");
        visit.signIn(running().personsPassword());
        assertThat(visit.main().heading("by way/of+the door")).isVisible();
        assertThat(visit.main().link("Credentials")).hasAttribute("aria-current", "page");
    }

    @Test
    default void whoeverBecomesAStrangerGoesOnAfterSigningInElsewhere() throws Exception {
        script().register("\"client_id\":\"absent\"");
        ConsoleVisit visit = visit().signIn().atClient("absent", "settings").expectComplaint("status of 401");
        visit.main().type("Name", "Long typed");
        visit.loseSession();
        visit.main().press("Save");
        Part ended = new Part(visit.page().locator("#session dialog"));
        ended.says("Your session has ended");
        visit.assertAccessible();
        visit.screenshots("session");
        ended.press("I have signed in").says("Your session has ended");

        ConsoleVisit elsewhere = visit.anotherPage(() -> ended.follow("Sign in again"));
        elsewhere.signIn(running().personsPassword());
        assertThat(elsewhere.inside()).isVisible();
        ended.press("I have signed in");

        visit.main().says("Saved.");
        assertThat(ended.root()).not().isAttached();
        assertThat(Scenario.json(script().get("/clients/absent")).getString("client_name"))
                .isEqualTo("Long typed");
    }
}
