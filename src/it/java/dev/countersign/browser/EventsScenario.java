package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.util.regex.Pattern;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** What the audit trail says to people: of one client, and of all. */
interface EventsScenario extends BrowserScenario {

    @Test
    default void eventsHaveSecondsValuesAndNames() throws Exception {
        registerSigner("traced");
        script().patch("/clients/traced", "{\"client_name\":\"Old\"}", "*");
        script().patch("/clients/traced", "{\"client_name\":\"New\",\"enabled\":false}", "*");
        ConsoleVisit visit = signedIn().atClient("traced", "credentials");
        visit.main().press("Import");
        visit.dialog()
                .root()
                .locator("input[type=file]")
                .setInputFiles(KeyFile.file("a.pem", KeyFile.of("CN=traced").pem()));
        visit.dialog().type("Key alias", "by its name").press("Import");
        visit.main().says("1 key imported.").press("Remove by its name");
        visit.dialog().press("Remove");
        visit.main().says("The key is removed.").follow("Events");

        Locator events = visit.main().root().locator(".happenings li");
        assertThat(events).hasCount(5);
        assertThat(events.nth(0)).containsText("key removed");
        assertThat(events.nth(0)).containsText("certificate \"by its name\", kid ");
        assertThat(events.nth(1)).containsText("certificate \"by its name\", kid ");
        assertThat(events.nth(2)).containsText("client_name from \"Old\" to \"New\"; enabled from true to false");
        assertThat(events.nth(3)).containsText("client_name from nothing to \"Old\"");
        assertThat(events.nth(4).locator("time")).hasText(Pattern.compile(".*\\d\\d:\\d\\d:\\d\\d"));
        visit.assertAccessible();
        visit.screenshots("events");
    }

    @Test
    default void eventsOfAllClientsHaveAPage() throws Exception {
        script().register("\"client_id\":\"rotated\"");
        script().post("/clients/rotated/secrets", "{\"replace\":true,\"label\":\"winter\"}");
        script().post("/clients/rotated/secrets", "{\"replace\":true,\"overlap\":\"P1D\"}");
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);

        visit.frame().follow("Events");
        assertThat(visit.main().heading("Events")).isFocused();
        Locator events = visit.main().root().locator(".happenings li");
        assertThat(events.nth(0)).containsText("a secret; older ones end after 1 day");
        assertThat(events.nth(1)).containsText("secret \"winter\"; older ones ended at once");
        assertThat(events.nth(2)).containsText("client created by client operator with a secret");
        visit.assertAccessible();
        visit.screenshots("all-events");
        String lines = Files.readString(visit.download(() -> visit.main().press("Download all")));
        Assertions.assertThat(lines.lines())
                .allMatch(line -> line.startsWith("{\"id\":") && line.endsWith("}"))
                .anyMatch(line -> line.contains("\"client_id\":\"rotated\""));
        events.first().getByRole(AriaRole.LINK).click();
        assertThat(visit.main().heading("rotated")).isVisible();
    }
}
