package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every page once, and how the server takes their addresses and those of the clients. */
interface PagesScenario extends BrowserScenario {

    /** By its link, and what comes when the server has answered. */
    Map<String, String> PAGES = Map.of(
            "Overview",
            "Store: up",
            "Clients",
            "Create client",
            "Events",
            "client created",
            "Signing keys",
            "active",
            "Leaked secrets",
            "Find secrets");

    @Test
    default void everyPageComesAndSoDoesEveryTab() throws Exception {
        script().register("\"client_id\":\"pages-1\"");
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);
        for (Map.Entry<String, String> page : PAGES.entrySet()) {
            visit.frame().follow(page.getKey());
            assertThat(visit.main().heading(page.getKey())).isVisible();
            visit.main().says(page.getValue());
        }

        visit.at(ClientListScenario.LIST)
                .main()
                .type(ClientListScenario.SEARCH, "pages-1")
                .follow("pages-1");
        for (String tab : List.of("Settings", "Credentials", "Keys", "Why refused?", "Events", "Connect")) {
            visit.main().follow(tab);
            assertThat(visit.main().link(tab)).hasAttribute("aria-current", "page");
            assertThat(visit.main().root().locator(".spinner-border")).hasCount(0);
        }
        visit.main().says(running().url() + "/verify");
    }

    @Test
    default void anIdWithAnyCharactersIsOpenedSavedAndDeleted() throws Exception {
        String id = "we ird/%:~+&#?=\\..";
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);
        visit.main().press("Create client");
        visit.dialog()
                .type("Client ID", id)
                .press("Create")
                .says("Client created")
                .press("Done");
        visit.main().says("Secrets");

        visit.main().follow("Settings").type("Name", "Odd one").press("Save").says("Saved.");
        visit.page().reload();
        assertThat(visit.main().field("Name")).hasValue("Odd one");
        visit.at(ClientListScenario.LIST)
                .main()
                .type(ClientListScenario.SEARCH, "odd one")
                .follow(id);
        assertThat(visit.main().heading(id)).isVisible();
        visit.main().press("Delete client");
        visit.dialog().type("Client ID", id).press("Delete for good");
        assertThat(visit.main().heading("Clients")).isVisible();
        visit.expectComplaint("status of 404").atClient(id, "settings").main().says("It may have been deleted.");
    }

    @Test
    default void aClientThatIsGoneSaysSo() {
        ConsoleVisit visit = signedIn().expectComplaint("status of 404").atClient("gone", "settings");

        visit.main().says("There is no client “gone”");
        visit.assertAccessible();
        visit.screenshots("gone");
        visit.main().follow("To all clients");
        assertThat(visit.main().heading("Clients")).isVisible();
        visit.atClient("Ünïcode", "settings").main().says("There is no client “Ünïcode”");
    }
}
