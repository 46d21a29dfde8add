package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Scenario;
import dev.countersign.it.AssertionSigner;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** Keys that a client publishes, or that are registered as a set; and what is kept of them. */
interface KeySourceScenario extends KeyGenerationScenario {

    @Test
    default void aClientBeginsToPublishAndChangesItsKeys() throws Exception {
        PublicJsonWebKey old = AssertionSigner.key("ES256", "published-1");
        PublicJsonWebKey young = AssertionSigner.key("ES256", "published-2");
        registerSigner("publishing");
        script().upload(
                        "publishing",
                        "CERTIFICATE_PEM",
                        KeyFile.of("CN=publishing").pem());
        publisher().publish(AssertionSigner.keySet(old));
        ConsoleVisit visit = signedIn().atClient("publishing", "credentials");

        visit.main()
                .tick("Use JWKS URL")
                .says("1 registered key will be removed for good.")
                .type("JWKS URL", publisher().origin() + "/publishing");
        visit.screenshots("jwks-url");
        visit.assertAccessible();
        visit.main().press("Save").says("Saved.").says("Nothing is kept of this client's keys on this node.");
        assertThat(visit.main().button("Clear cached keys")).isDisabled();
        visit.main()
                .press("Fetch now")
                .says("Fetched just now.")
                .row("published-1")
                .says("EC, 256 bits");
        visit.assertAccessible();
        visit.screenshots("cached-keys");
        assertThat(verify(new AssertionSigner(running().url()).signed("publishing", old)))
                .isEqualTo(204);

        publisher().publish(AssertionSigner.keySet(young));
        fetchAnew(visit);
        visit.main().saysNot("published-1").says("published-2");
        visit.main().press("Clear cached keys").says("Cleared on every node").says("Nothing is kept");
        assertThat(visit.main().button("Clear cached keys")).isDisabled();
        assertThat(verify(new AssertionSigner(running().url()).signed("publishing", young)))
                .isEqualTo(204);
        visit.main().follow("Keys");
        visit.main().says("The client publishes them itself.").says("published-2");
        visit.assertAccessible();
        visit.screenshots("keys");
    }

    @Test
    default void whatCannotBeFetchedIsSaid() throws Exception {
        registerSigner("failing");
        publisher().publish(AssertionSigner.keySet(AssertionSigner.key("ES256", "failing-1")));
        String source = "{\"jwks_uri\":\"" + publisher().origin() + "/failing\"}";
        assertThat(script().patch("/clients/failing", source, "*").statusCode()).isEqualTo(200);
        ConsoleVisit visit = signedIn().atClient("failing", "keys");
        visit.main().press("Fetch now").says("failing-1");

        publisher().publish("no key set");
        fetchAnew(visit);
        visit.main()
                .says("The latest attempt to fetch them failed")
                .says("failing-1")
                .saysNot("Fetched just now.");
        visit.assertAccessible();
        visit.screenshots("fetch-failed");
    }

    /** The server asks one URL at most once a second. */
    private void fetchAnew(ConsoleVisit visit) {
        int before = publisher().fetches();
        while (publisher().fetches() == before) {
            assertThat(visit.main().root().locator("[aria-busy]")).hasCount(0);
            visit.page()
                    .waitForResponse("**/key-cache/refresh", () -> visit.main().press("Fetch now"));
        }
    }

    @Test
    default void aKeySetIsPasted() throws Exception {
        PublicJsonWebKey key = AssertionSigner.key("ES256", "pasted-1");
        registerSigner("pasting");
        ConsoleVisit visit = signedIn().atClient("pasting", "credentials");
        visit.main().tick("Key set").type("Key set (JWKS)", "no JSON").press("Save");
        assertThat(visit.main().blame("Key set (JWKS)")).hasText("This is no JSON.");
        visit.assertAccessible();
        assertThat(Scenario.json(script().get("/clients/pasting")).getInt("version"))
                .isEqualTo(1);

        visit.main()
                .type("Key set (JWKS)", AssertionSigner.keySet(key))
                .press("Save")
                .says("Saved.");
        assertThat(verify(new AssertionSigner(running().url()).signed("pasting", key)))
                .isEqualTo(204);
        visit.main().follow("Keys");
        visit.main()
                .says("They are registered here, as a key set.")
                .press("Fetch now")
                .says("pasted-1");
    }
}
