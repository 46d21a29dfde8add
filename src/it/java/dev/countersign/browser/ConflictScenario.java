package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Scenario;
import jakarta.json.JsonObject;
import org.junit.jupiter.api.Test;

/** ADM-4: two administrators and one client. */
interface ConflictScenario extends BrowserScenario {

    String CHANGED = "Not saved: client operator changed this client meanwhile";

    @Test
    default void adm4_whoeverWasSlowerSeesBothAndKeepsHisOwn() throws Exception {
        ConsoleVisit visit = overtaken("merged");
        visit.main().row("scope").says("nothing").says("read").says("as it was");
        visit.main().row("name").says("First").says("Theirs").says("Mine");
        visit.assertAccessible();
        visit.screenshots("conflict");

        visit.main().press("Keep mine, on top of theirs").saysNot("Not saved: ");
        assertThat(visit.main().field("Scope")).hasValue("read");
        assertThat(visit.main().field("Name")).hasValue("Mine");
        visit.main().press("Save").says("Saved.");
        JsonObject client = Scenario.json(script().get("/clients/merged"));
        assertThat(client.getString("client_name")).isEqualTo("Mine");
        assertThat(client.getString("scope")).isEqualTo("read");
    }

    @Test
    default void adm4_whoeverWasSlowerMayTakeWhatIsThere() throws Exception {
        ConsoleVisit visit = overtaken("yielded");

        visit.main().press("Drop mine").saysNot("Not saved");
        assertThat(visit.main().field("Name")).hasValue("Theirs");
        assertThat(visit.main().field("Scope")).hasValue("read");
        assertThat(visit.main().button("Save")).isDisabled();
        visit.main().type("Name", "After all").press("Save").says("Saved.");
    }

    /** A name is typed and not saved, while another administrator saves another name, and a scope. */
    private ConsoleVisit overtaken(String id) throws Exception {
        script().register("\"client_id\":\"" + id + "\",\"client_name\":\"First\"");
        ConsoleVisit visit = signedIn().expectComplaint("status of 412").atClient(id, "settings");
        visit.main().type("Name", "Mine");
        assertThat(script().patch("/clients/" + id, "{\"client_name\":\"Theirs\",\"scope\":\"read\"}", "*")
                        .statusCode())
                .isEqualTo(200);
        visit.main().press("Save").says(CHANGED);
        assertThat(Scenario.json(script().get("/clients/" + id)).getString("client_name"))
                .isEqualTo("Theirs");
        return visit;
    }

    @Test
    default void adm4_aSecretIsNotReplacedBehindSomebodysBack() throws Exception {
        String secret = script().register("\"client_id\":\"raced\"");
        ConsoleVisit visit = signedIn().expectComplaint("status of 412").atClient("raced", "credentials");
        visit.main().press("Regenerate Secret");
        ConsoleVisit other = signedIn().atClient("raced", "credentials");
        other.main().press("Add a secret");
        other.dialog()
                .type("Label", "theirs")
                .press("Add")
                .says("The new secret")
                .press("Done");

        visit.dialog().press("Regenerate").says("Nothing was done: admin has changed secrets meanwhile.");
        assertThat(verify("raced", secret).statusCode()).isEqualTo(204);
        visit.assertAccessible();
        visit.dialog().press("Regenerate").says("The new secret").press("Done");
        visit.main().row("theirs").says("expired");
        assertThat(verify("raced", secret).statusCode()).isEqualTo(401);
    }
}
