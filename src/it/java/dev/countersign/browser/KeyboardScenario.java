package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Use by keyboard alone, and on a narrow screen. */
interface KeyboardScenario extends BrowserScenario {

    String FOCUS = "const style = getComputedStyle(document.activeElement);"
            + " style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2";

    @Test
    default void aClientIsCreatedByTheKeyboardAlone() throws Exception {
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);
        assertThat(visit.main().heading("Clients")).isVisible();
        press(visit, "Tab");
        assertThat(visit.page().getByText("Skip to the page")).isFocused();
        assertThat(visit.page().getByText("Skip to the page")).isInViewport();
        press(visit, "Enter");
        assertThat(visit.main().root()).isFocused();
        tabTo(visit, visit.main().field(ClientListScenario.SEARCH));
        tabTo(visit, visit.main().button("Create client"));

        press(visit, "Enter");
        assertThat(visit.dialog().field("Client ID")).isFocused();
        for (int i = 0; i < 12; i++) {
            press(visit, "Tab");
            assertThat(visit.page().evaluate("document.activeElement.matches('body, dialog *')"))
                    .as("the dialog keeps the focus, but for what is the browser's own")
                    .isEqualTo(true);
        }
        press(visit, "Escape");
        assertThat(visit.main().button("Create client")).isFocused();

        press(visit, "Enter");
        assertThat(visit.dialog().field("Client ID")).isFocused();
        visit.page().keyboard().type("keyed");
        tabTo(visit, visit.dialog().field("Name"));
        visit.page().keyboard().type("By keys");
        tabTo(visit, visit.dialog().field("Access type"));
        tabTo(visit, visit.dialog().field(SecretsScenario.AUTHENTICATOR));
        press(visit, "ArrowDown");
        press(visit, "ArrowUp");
        tabTo(visit, visit.dialog().button("Create"));
        press(visit, "Enter");
        visit.dialog().says("Client created");
        tabTo(visit, visit.dialog().button("Done"));
        press(visit, "Enter");

        visit.main().says("By keys");
        assertThat(script().get("/clients/keyed").statusCode()).isEqualTo(200);
        press(visit, "Tab");
        assertFocusIsVisible(visit);
    }

    private static void tabTo(ConsoleVisit visit, Locator goal) {
        for (int i = 0;
                i < 12
                        && !goal.evaluate("element => element === document.activeElement")
                                .equals(true);
                i++) {
            press(visit, "Tab");
        }
        assertThat(goal).isFocused();
        assertFocusIsVisible(visit);
    }

    private static void press(ConsoleVisit visit, String key) {
        visit.page().keyboard().press(key);
    }

    private static void assertFocusIsVisible(ConsoleVisit visit) {
        assertThat(visit.page().evaluate(FOCUS))
                .as(() -> "the focus is visible on " + visit.page().evaluate("document.activeElement.outerHTML"))
                .isEqualTo(true);
    }

    @Test
    default void onAPhoneNothingOfATableLiesOutside() throws Exception {
        script().register("\"client_id\":\"pocket\",\"client_name\":\"In a pocket\"");
        script().post("/clients/pocket/secrets", "{\"label\":\"a label of several words\",\"lifetime\":\"P9D\"}");
        ConsoleVisit visit = signedIn();
        visit.page().setViewportSize(Screen.NARROW.width(), Screen.NARROW.height());
        visit.at(ClientListScenario.LIST)
                .main()
                .type(ClientListScenario.SEARCH, "pocket")
                .says("1 client in all.");
        assertInside(visit, visit.main().row("pocket").root().getByRole(AriaRole.CELL));

        visit.atClient("pocket", "credentials");
        Part secret = visit.main().row("a label of several words");
        assertInside(visit, secret.root().getByRole(AriaRole.CELL));
        assertInside(visit, secret.button("Revoke a label of several words"));
        visit.assertAccessible();
        visit.screenshots("phone");
    }

    private static void assertInside(ConsoleVisit visit, Locator elements) {
        assertThat(elements.first()).isVisible();
        for (Locator element : elements.all()) {
            BoundingBox box = element.boundingBox();
            if (box != null) {
                assertThat(box.x + box.width)
                        .as(element.textContent())
                        .isLessThanOrEqualTo(visit.page().viewportSize().width);
            }
        }
    }

    @Test
    default void aNarrowScreenHasRoomForEverything() throws Exception {
        String id = "a-rather-long-id-".repeat(6) + "x";
        script().register("\"client_id\":\"" + id + "\",\"client_name\":\"" + "Longname".repeat(20) + "\"");
        ConsoleVisit visit = signedIn();
        visit.page().setViewportSize(Screen.NARROW.width(), Screen.NARROW.height());
        visit.at(ClientListScenario.LIST)
                .main()
                .type(ClientListScenario.SEARCH, id)
                .follow(id);
        for (String tab : List.of("Settings", "Credentials", "Keys", "Why refused?", "Events", "Connect")) {
            visit.main().follow(tab);
            assertThat(visit.main().link(tab)).hasAttribute("aria-current", "page");
            assertThat(visit.main().root().locator(".spinner-border")).hasCount(0);
            Screen.assertFits(visit.page());
        }
        visit.screenshots("long-names");
        visit.frame().follow("Overview");
        visit.main().says("Store: up");
        Screen.assertFits(visit.page());
        visit.at(ClientListScenario.LIST)
                .main()
                .type(ClientListScenario.SEARCH, id)
                .follow(id);
    }
}
