package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import org.junit.jupiter.api.Test;

/** A text in which secrets were found. */
interface LeakedScenario extends BrowserScenario {

    String LEAKED = "?page=leaked";

    @Test
    default void sec3_leakedSecretsAreFoundWithoutKnowingTheirClientsAndRevoked() throws Exception {
        String secret = script().register("\"client_id\":\"leaked-1\"");
        String other = script().register("\"client_id\":\"leaked-2\"");
        String text = "GET /\nAuthorization: " + Visitor.basic("leaked-1", secret) + "\n<b>" + other + "</b>";
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);
        visit.frame().follow("Leaked secrets");
        assertThat(visit.main().heading("Leaked secrets")).isFocused();

        visit.main().type("Text", "nothing of ours").press("Find secrets").says("No registered secret is in it.");
        visit.main().type("Text", text).press("Find secrets");
        visit.main().row("leaked-1").says("live");
        visit.main().row("leaked-2").says("live");
        visit.assertAccessible();
        visit.screenshots("leaked");

        visit.main().press("Revoke 2 live secrets");
        visit.dialog().says("leaked-2, leaked-1").says("End their access tokens too");
        visit.assertAccessible();
        visit.dialog().press("Cancel");
        assertThat(verify("leaked-1", secret).statusCode()).isEqualTo(204);
        visit.main().press("Revoke 2 live secrets");
        visit.dialog().press("Revoke");
        visit.main().says("2 secrets revoked. The access tokens of 2 clients are ended.");
        visit.main().row("leaked-1").says("revoked");
        assertThat(visit.main().field("Text")).hasValue("");
        visit.assertNoDialog();

        assertThat(verify("leaked-1", secret).statusCode()).isEqualTo(401);
        assertThat(verify("leaked-2", other).statusCode()).isEqualTo(401);
        assertThat(script().get("/clients/leaked-1").body()).contains("\"tokens_not_before\"");
        visit.main().follow("leaked-1").says("This client has no secret");
        visit.frame().follow("Events");
        visit.main().says("leaked secret revoked");
    }

    @Test
    default void aTextThatIsMissingIsToldAtItsField() {
        ConsoleVisit visit = signedIn().expectComplaint("status of 400").at(LEAKED);

        visit.main().press("Find secrets");
        assertThat(visit.main().blame("Text")).hasText("Must be a string that is not empty.");
    }
}
