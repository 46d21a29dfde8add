package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.container.Scenario;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** The list of clients: how they are found, what is to be seen of them there, and how there comes to be another one. */
interface ClientListScenario extends BrowserScenario {

    String LIST = "?page=clients";
    String SEARCH = "Search clients by id or name";

    @Test
    default void aClientIsCreatedAndItsSecretShownOnce() throws Exception {
        ConsoleVisit visit = signedIn().at(LIST);
        visit.main().press("Create client");
        Part dialog = visit.dialog();
        assertThat(dialog.field("Client ID")).isFocused();
        dialog.type("Client ID", "drawn").type("Name", "Drawn by hand").type("Scope", "read write");
        dialog.tick("Auditor");
        visit.assertAccessible();
        visit.screenshots("create");
        dialog.press("Create").says("Client created").says("The secret is shown only this once.");

        String secret = dialog.root().locator("#secret").textContent();
        assertThat(verify("drawn", secret).statusCode()).isEqualTo(204);
        assertThat(script().get("/clients/drawn").body()).contains("\"auditor\":true");
        assertThat(dialog.root().locator(":focus")).isAttached();
        visit.assertAccessible();
        visit.screenshots("secret");
        dialog.press("Copy secret");
        assertThat(dialog.button("Copied")).isVisible();
        assertThat(visit.page().evaluate("navigator.clipboard.readText()")).isEqualTo(secret);
        Download download = visit.page().waitForDownload(() -> dialog.press("Download"));
        assertThat(download.suggestedFilename()).isEqualTo("drawn-secret.txt");
        assertThat(download.path()).hasContent(secret);
        Files.delete(download.path());

        dialog.press("Done");
        visit.main().says("Drawn by hand").says("Secrets");
        visit.assertNoDialog();
        assertKeptNowhere(visit, secret);
        visit.at(LIST).main().type(SEARCH, "drawn").follow("drawn");
        visit.main().says("Drawn by hand");
        assertKeptNowhere(visit, secret);
    }

    private static void assertKeptNowhere(ConsoleVisit visit, String secret) {
        assertThat(visit.page().content()
                        + visit.page().url()
                        + visit.page().evaluate("JSON.stringify([localStorage, sessionStorage, history.state])"))
                .doesNotContain(secret);
    }

    @Test
    default void anIdThatExistsIsToldAtItsField() throws Exception {
        script().register("\"client_id\":\"taken\"");
        ConsoleVisit visit = signedIn().at(LIST).expectComplaint("status of 409");
        visit.main().press("Create client");
        Part dialog = visit.dialog().type("Client ID", "taken").press("Create");

        assertThat(dialog.blame("Client ID")).isVisible();
        assertThat(dialog.root().getByRole(AriaRole.ALERT)).hasCount(0);
        assertThat(dialog.field("Client ID")).hasValue("taken");
        visit.assertAccessible();
        dialog.type("Client ID", "taken-2");
        assertThat(dialog.blame("Client ID")).not().isAttached();
        dialog.press("Create").says("Client created").press("Done");
        assertThat(visit.main().heading("taken-2")).isVisible();
    }

    @Test
    default void whatIsCancelledIsNotCreated() throws Exception {
        ConsoleVisit visit = signedIn().at(LIST);
        visit.main().press("Create client");
        visit.dialog().type("Client ID", "never").press("Cancel");
        visit.assertNoDialog();
        visit.main().press("Create client");
        assertThat(visit.dialog().field("Client ID")).hasValue("");
        visit.page().keyboard().press("Escape");

        visit.assertNoDialog();
        assertThat(script().get("/clients/never").statusCode()).isEqualTo(404);
    }

    @Test
    default void aSearchNarrowsTheList() throws Exception {
        script().register("\"client_id\":\"sought-1\",\"client_name\":\"Haystack\"");
        script().register("\"client_id\":\"sought-2\",\"client_name\":\"Needle\"");
        ConsoleVisit visit = signedIn().at(LIST);
        Locator rows = visit.main().root().locator("tbody tr");

        visit.main().type(SEARCH, "sought");
        assertThat(rows).hasCount(2);
        visit.main().type(SEARCH, "needle");
        assertThat(rows).hasCount(1);
        assertThat(rows).containsText("sought-2");
        visit.main()
                .type(SEARCH, "no such client")
                .says("No client's id or name has words that begin with “no such client”.");
        assertThat(rows).hasCount(0);
        visit.assertAccessible();
    }

    @Test
    default void aLongListComesInPages() throws Exception {
        for (int number = 10; number < 70; number++) {
            String client = "{\"client_id\":\"paged-" + number + "\",\"access_type\":\"public\"}";
            assertThat(script().post("/clients", client).statusCode()).isEqualTo(201);
        }
        int total = Scenario.json(script().get("/clients?limit=1")).getInt("total");
        ConsoleVisit visit = signedIn().at(LIST);
        Locator rows = visit.main().root().locator("tbody tr");

        visit.main().says("50 of " + total + " clients.");
        assertThat(rows).hasCount(50);
        visit.main().press("Show more");
        int shown = Math.min(total, 100);
        assertThat(rows).hasCount(shown);
        String last = rows.last().getByRole(AriaRole.LINK).textContent();
        visit.main().follow(last);
        assertThat(visit.main().heading(last)).isVisible();
        visit.page().goBack();
        assertThat(rows).hasCount(shown);
        assertThat(rows.last()).isInViewport();

        visit.at(LIST).main().type(SEARCH, "paged").says("60 clients in all.");
        assertThat(rows).hasCount(60);
        assertThat(visit.main().button("Show more")).not().isAttached();
    }

    @Test
    default void whatASearchFindsIsInTheOrderOfTheFirstColumn() throws Exception {
        script().register("\"client_id\":\"ordered-3\",\"client_name\":\"First ordered\"");
        script().register("\"client_id\":\"ordered-1\"");
        script().register("\"client_id\":\"ordered-2\",\"client_name\":\"Ordered\"");
        ConsoleVisit visit = signedIn().at(LIST);

        visit.main().type(SEARCH, "ordered").says("3 clients in all.");
        assertThat(visit.main().root().locator("tbody th a"))
                .hasText(new String[] {"ordered-1", "ordered-2", "ordered-3"});
    }

    @Test
    default void commasInAScopeAreWarnedOf() {
        ConsoleVisit visit = signedIn().at(LIST);
        visit.main().press("Create client");

        visit.dialog().type("Scope", "orders:read, orders:write").says("becomes part of the scope “orders:read,”");
        visit.assertAccessible();
        visit.dialog().type("Scope", "orders:read orders:write").saysNot("becomes part of the scope");
        visit.dialog().press("Cancel");
    }

    @Test
    default void whatIsDisabledLooksSo() throws Exception {
        script().register("\"client_id\":\"dormant\",\"enabled\":false");
        ConsoleVisit visit = signedIn().at(LIST);

        visit.main().type(SEARCH, "dormant").says("1 client in all.");
        visit.main().row("dormant").says("disabled");
        Object list = colour(visit.main().root().getByText("disabled", new Locator.GetByTextOptions().setExact(true)));
        visit.assertAccessible();
        visit.main().follow("dormant");
        Locator badges = visit.main().root().locator(".title .badge");
        assertThat(badges).hasText(new String[] {"confidential", "disabled"});
        assertThat(colour(badges.last())).isEqualTo(list).isNotEqualTo(colour(badges.first()));
        visit.assertAccessible();
    }

    private static Object colour(Locator badge) {
        return badge.evaluate("element => getComputedStyle(element).backgroundColor");
    }

    @Test
    default void whatHasEndedEndsOrWasRefusedHasABadge() throws Exception {
        String brief = script().register("\"client_id\":\"badged-expired\"");
        script().post(
                        "/clients/badged-expired/secrets",
                        "{\"replace\":true,\"overlap\":\"PT1S\",\"lifetime\":\"PT1S\"}");
        script().register("\"client_id\":\"badged-expiring\"");
        script().post("/clients/badged-expiring/secrets", "{\"replace\":true,\"lifetime\":\"P10D\"}");
        script().register("\"client_id\":\"badged-refused\"");
        script().register("\"client_id\":\"badged-well\"");
        verify("badged-refused", "wrong");
        for (int status = 204; status == 204; ) {
            status = verify("badged-expired", brief).statusCode();
        }

        ConsoleVisit visit = signedIn().at(LIST);
        visit.main().type(SEARCH, "badged").says("4 clients in all.");
        visit.main().row("badged-expired").says("expired").says("last attempt refused");
        visit.main().row("badged-expiring").says("expires in 9 days");
        visit.main().row("badged-refused").says("last attempt refused");
        assertThat(visit.main().row("badged-well").root().locator(".badge")).hasCount(0);
        visit.assertAccessible();
        visit.screenshots("clients");
    }
}
