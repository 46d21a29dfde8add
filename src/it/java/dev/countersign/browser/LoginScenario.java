package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/** How people come in and leave. */
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
}
