package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A person who reads everything: no button is shown that cannot work. */
interface AuditorScenario extends BrowserScenario {

    /** Of the person {@code auditor}, on the server that runs this. */
    String PASSWORD = "fedcba9876543210fedcba9876543210";

    /** The names of buttons that change nothing; those of the plot show a number, too. */
    String READING = "Look again|Download all|Show more|Copy|(granted|refused|throttled|unavailable \\(503\\)) [0-9]+";

    @Test
    default void ops5_anAuditorSeesEverythingAndNoButtonThatChangesIt() throws Exception {
        script().register("\"client_id\":\"audited\",\"managed_by\":\"a list\",\"allowed_sources\":[\"192.0.2.0/24\"]");
        script().post("/signing-keys", "");
        ConsoleVisit visit = visit();
        List<String> changes = new ArrayList<>();
        visit.page().onRequest(request -> {
            if (request.url().contains("/admin/") && !request.method().equals("GET")) {
                changes.add(request.method() + ' ' + request.url());
            }
        });
        visit.open().page().getByLabel("User name").fill("auditor");
        visit.page().getByLabel("Password").fill(PASSWORD);
        visit.page()
                .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
        visit.frame().says("auditor");

        assertReadOnly(visit.at("?page=overview"), "Clients with cached keys");
        assertReadOnly(visit.at(ClientListScenario.LIST), "audited");
        assertReadOnly(visit.at("?page=events"), "audited");
        assertReadOnly(visit.at(SigningKeysScenario.SIGNING_KEYS), "published");
        assertReadOnly(visit.atClient("audited", "settings"), "You are an auditor");
        assertThat(visit.main().field("Allowed sources").inputValue()).isEqualTo("192.0.2.0/24");
        visit.main().says("Managed by a list");
        visit.assertAccessible();
        assertReadOnly(visit.atClient("audited", "credentials"), "You are an auditor");
        assertReadOnly(visit.atClient("audited", "keys"), "You are an auditor");
        assertReadOnly(visit.atClient("audited", "try"), "No refusals of this client");
        assertReadOnly(visit.atClient("audited", "events"), "client created");
        visit.atClient("audited", "connect").main().says("curl");
        visit.assertAccessible();
        assertThat(changes).isEmpty();
    }

    /** @param content tells that the page is complete */
    private static void assertReadOnly(ConsoleVisit visit, String content) {
        visit.main().says(content);
        assertThat(visit.main().root().getByRole(AriaRole.BUTTON).allInnerTexts())
                .as(visit.page().url())
                .allMatch(name -> name.matches(READING));
    }
}
