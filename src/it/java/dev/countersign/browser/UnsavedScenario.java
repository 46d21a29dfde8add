package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/** What was typed is not lost on the way out. */
interface UnsavedScenario extends BrowserScenario {

    String ASKED = "Leave without saving?";

    @Test
    default void nobodyLeavesUnsavedChangesUnasked() throws Exception {
        script().register("\"client_id\":\"typed\",\"client_name\":\"Before\"");
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);
        visit.main().type(ClientListScenario.SEARCH, "typed").follow("typed");
        visit.main().type("Name", "Typed");

        visit.frame().follow("Clients");
        visit.dialog().says(ASKED);
        visit.assertAccessible();
        visit.screenshots("leave");
        stay(visit);
        visit.main().follow("Credentials");
        stay(visit);
        visit.page().evaluate("history.back()");
        stay(visit);
        assertThat(visit.page().url()).contains("client=typed");

        visit.main().follow("Events");
        visit.dialog().press("Leave");
        visit.main().says("client created");
        visit.main().follow("Settings");
        assertThat(visit.main().field("Name")).hasValue("Before");
        visit.main().type("Name", "Typed").press("Revert").follow("Events");
        visit.main().says("client created");
        visit.assertNoDialog();
    }

    private static void stay(ConsoleVisit visit) {
        visit.dialog().says(ASKED);
        assertThat(visit.dialog().button("Stay")).isFocused();
        visit.dialog().press("Stay");
        visit.assertNoDialog();
        assertThat(visit.main().field("Name")).hasValue("Typed");
    }

    @Test
    default void theBrowserAsksBeforeThePageIsClosed() throws Exception {
        script().register("\"client_id\":\"closed\"");
        ConsoleVisit visit = signedIn().atClient("closed", "settings");
        visit.main().type("Name", "Typed");
        boolean[] asked = new boolean[1];
        visit.page().onceDialog(dialog -> {
            asked[0] = dialog.type().equals("beforeunload");
            dialog.dismiss();
        });

        visit.page().close(new Page.CloseOptions().setRunBeforeUnload(true));
        visit.page().waitForCondition(() -> asked[0]);
        visit.main().press("Revert");
    }
}
