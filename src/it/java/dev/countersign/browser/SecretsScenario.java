package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Scenario;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A client's secrets, and what it takes to let it prove itself otherwise. */
interface SecretsScenario extends BrowserScenario {

    String AUTHENTICATOR = "Client Authenticator";

    @Test
    default void aSecretIsReplacedWhileTheOldOneServesOn() throws Exception {
        String old = script().register("\"client_id\":\"overlapping\"");
        ConsoleVisit visit = signedIn().atClient("overlapping", "credentials");

        visit.main().press("Regenerate Secret");
        visit.dialog().choose("Old secret stops working", "in one day").type("Label", "the second");
        visit.assertAccessible();
        visit.screenshots("regenerate");
        String young = shownAfter(visit, "Regenerate");

        assertThat(verify("overlapping", old).statusCode()).isEqualTo(204);
        assertThat(verify("overlapping", young).statusCode()).isEqualTo(204);
        visit.main().row("the second").says("never");
        visit.main().row("without a label").says("in 23 hours");
        visit.assertAccessible();
        visit.screenshots("secrets");
    }

    @Test
    default void sec3_aSecretIsReplacedUntilItIsNoLongerUsed() throws Exception {
        String old = script().register("\"client_id\":\"unhurried\"");
        ConsoleVisit visit = signedIn().atClient("unhurried", "credentials");

        visit.main().press("Regenerate Secret");
        visit.dialog()
                .choose("Old secret stops working", "when unused for 7 days, in 90 days at the latest")
                .type("Label", "the second");
        String young = shownAfter(visit, "Regenerate");

        assertThat(verify("unhurried", old).statusCode()).isEqualTo(204);
        assertThat(verify("unhurried", young).statusCode()).isEqualTo(204);
        visit.main().row("without a label").says("in 2 months").says("or when unused for 7 days");
        visit.assertAccessible();
        visit.screenshots("replaced");
    }

    @Test
    default void aSecretIsReplacedAtOnce() throws Exception {
        String old = script().register("\"client_id\":\"replaced\"");
        ConsoleVisit visit = signedIn().atClient("replaced", "credentials");

        visit.main().press("Regenerate Secret");
        String young = shownAfter(visit, "Regenerate");

        assertThat(verify("replaced", old).statusCode()).isEqualTo(401);
        assertThat(verify("replaced", young).statusCode()).isEqualTo(204);
    }

    @Test
    default void anotherSecretIsAddedKeptAsAFileAndRevoked() throws Exception {
        String first = script().register("\"client_id\":\"labelled\"");
        ConsoleVisit visit = signedIn().atClient("labelled", "credentials");

        visit.main().press("Add a secret");
        visit.dialog().choose("Expires", "in 90 days").type("Label", "laptop").press("Add");
        visit.dialog().says("The new secret");
        Path file = visit.download(() -> visit.dialog().press("Download"));
        String second = visit.dialog().root().locator("#secret").textContent();
        assertThat(file).hasContent(second);
        visit.dialog().press("Done");
        visit.main().row("laptop").says("(in 2 months)");
        assertThat(verify("labelled", first).statusCode()).isEqualTo(204);
        assertThat(verify("labelled", second).statusCode()).isEqualTo(204);

        visit.main().press("Revoke laptop");
        visit.dialog().says("1 other secret of this client is live.").press("Revoke");
        visit.main().says("The secret is revoked.").saysNot("laptop");
        assertThat(verify("labelled", second).statusCode()).isEqualTo(401);
        visit.main().press("Revoke the secret without a label");
        visit.dialog().says("It is the last one: the client will not be able to sign in.");
        visit.screenshots("revoke");
        visit.dialog().press("Revoke");
        visit.main().says("This client has no secret, so it cannot sign in.");
        assertThat(verify("labelled", first).statusCode()).isEqualTo(401);
        visit.assertAccessible();
    }

    @Test
    default void theOnlyViewOfASecretIsNotClosedUnasked() throws Exception {
        script().register("\"client_id\":\"hasty\"");
        ConsoleVisit visit = signedIn().atClient("hasty", "credentials");
        visit.main().press("Add a secret");
        visit.dialog().press("Add").says("The new secret");

        for (int i = 0; i < 3; i++) {
            visit.page().keyboard().press("Escape");
            visit.dialog().says("It was neither copied nor downloaded, and is not shown again.");
            assertThat(visit.dialog().button("Keep open")).isFocused();
        }
        visit.assertAccessible();
        visit.screenshots("unseen");
        visit.dialog().press("Keep open").saysNot("neither copied");
        visit.dialog().press("Close").says("neither copied");
        visit.dialog().press("Keep open").press("Copy secret");
        assertThat(visit.dialog().button("Copied")).isVisible();
        visit.page().keyboard().press("Escape");
        visit.assertNoDialog();

        visit.main().press("Add a secret");
        visit.dialog().press("Add").says("The new secret");
        visit.page().keyboard().press("Escape");
        visit.dialog().press("Close without it");
        visit.assertNoDialog();
    }

    @Test
    default void aSecretOfAnotherServerIsTakenOver() throws Exception {
        script().register("\"client_id\":\"migrated\"");
        String brought = "brought-along-" + "x".repeat(32);
        ConsoleVisit visit = signedIn().atClient("migrated", "credentials").expectComplaint("status of 400");
        visit.main().press("Add a secret");
        visit.dialog()
                .tick("Take over an existing secret")
                .type("Secret", "short")
                .press("Add");
        assertThat(visit.dialog().blame("Secret")).containsText("A chosen secret has 32 to 255 characters.");
        assertThat(visit.dialog().field("Secret")).isFocused();
        visit.assertAccessible();
        visit.dialog().type("Secret", brought);
        assertThat(visit.dialog().blame("Secret")).not().isAttached();

        assertThat(shownAfter(visit, "Add")).isEqualTo(brought);
        assertThat(verify("migrated", brought).statusCode()).isEqualTo(204);
        assertThat(visit.page().content()).doesNotContain(brought);
    }

    @Test
    default void whatHasExpiredIsRemovedAndNotRevoked() throws Exception {
        String first = script().register("\"client_id\":\"aged\"");
        script().post("/clients/aged/secrets", "{\"replace\":true,\"label\":\"young\"}");
        assertThat(verify("aged", first).statusCode()).isEqualTo(401);
        ConsoleVisit visit = signedIn().atClient("aged", "credentials");

        visit.main().press("Remove the secret without a label");
        visit.dialog().says("has expired and is refused already").press("Remove");
        visit.main().says("The expired secret is removed.").saysNot("without a label");
        assertThat(visit.main().button("Revoke young")).isVisible();
    }

    @Test
    default void anotherAuthenticatorSaysWhatItCostsBeforeItIsSaved() throws Exception {
        String secret = script().register("\"client_id\":\"switched\"");
        ConsoleVisit visit = signedIn().atClient("switched", "credentials");

        visit.main()
                .choose(AUTHENTICATOR, "Signed JWT")
                .says("“Client ID and secret” is refused from then on.")
                .says("The client's secret, which is live, will not work; it stays registered");
        assertThat(verify("switched", secret).statusCode()).isEqualTo(204);
        visit.assertAccessible();
        visit.screenshots("switch");
        visit.main().press("Save").says("Saved.").says("No key is registered");
        assertThat(verify("switched", secret).statusCode()).isEqualTo(401);
        visit.main().choose(AUTHENTICATOR, "Client ID and secret").press("Save").says("Secrets");
        assertThat(verify("switched", secret).statusCode()).isEqualTo(204);
    }

    @Test
    default void aSecretThatSignsIsAnotherOne() throws Exception {
        String secret = script().register("\"client_id\":\"hashed\"");
        ConsoleVisit visit = signedIn().atClient("hashed", "credentials");

        visit.main()
                .choose(AUTHENTICATOR, "Signed JWT with client secret")
                .says("The client's secret, which is live, will be removed for good.")
                .press("Save")
                .says("This client has no secret, so it cannot sign in.");
        visit.main().press("Regenerate Secret");
        assertThat(shownAfter(visit, "Regenerate")).isNotEqualTo(secret);
        visit.assertAccessible();
        visit.main()
                .choose(AUTHENTICATOR, "Client ID and secret")
                .says("The client's secret, which is live, will be removed for good.")
                .press("Save")
                .says("This client has no secret, so it cannot sign in.");
        assertThat(Scenario.json(script().get("/clients/hashed")).getJsonArray("secrets"))
                .isEmpty();
        assertThat(verify("hashed", secret).statusCode()).isEqualTo(401);
    }

    /** Presses the button of the dialog, and puts away what comes. */
    static String shownAfter(ConsoleVisit visit, String button) {
        visit.dialog().press(button).says("The secret is shown only this once.");
        String secret = visit.dialog().root().locator("#secret").textContent();
        visit.dialog().press("Done");
        visit.assertNoDialog();
        return secret;
    }
}
