package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Scenario;
import dev.countersign.it.AssertionSigner;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** Keys that a client publishes, or that are registered as a set; and what is kept of them. */
interface KeySourceScenario extends BrowserScenario {

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
                .says("1 registered key will be kept, but not in use")
                .type("JWKS URL", publisher().origin() + "/publishing");
        visit.screenshots("jwks-url");
        visit.assertAccessible();
        visit.main()
                .press("Save")
                .says("Saved. 1 key found.")
                .says("The registered keys (1) are kept, but not in use")
                .says("No keys of this client are cached on this node.")
                .says("Kept, not in use: the client has another source of keys.");
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
        visit.main().press("Clear cached keys").says("Cleared on every node").says("No keys of this client are cached");
        assertThat(visit.main().button("Clear cached keys")).isDisabled();
        assertThat(verify(new AssertionSigner(running().url()).signed("publishing", young)))
                .isEqualTo(204);
        visit.main().follow("Keys");
        visit.main().says("The client publishes them itself.").says("published-2");
        visit.assertAccessible();
        visit.screenshots("keys");
    }

    @Test
    default void aWrongUrlIsToldBeforeItIsSavedAndTheKeysAreNotLost() throws Exception {
        registerSigner("straying");
        script().upload("straying", "CERTIFICATE_PEM", KeyFile.of("CN=straying").pem());
        ConsoleVisit visit = signedIn()
                .expectComplaint("status of 400")
                .expectComplaint("status of 502")
                .expectComplaint("status 502: POST ")
                .atClient("straying", "credentials");

        visit.main()
                .tick("Use JWKS URL")
                .type("JWKS URL", "http://intranet.example/jwks")
                .press("Save");
        assertThat(visit.main().blame("JWKS URL")).containsText("keyFetchAllowedOrigins");

        publisher().publish("no key set");
        visit.main().type("JWKS URL", publisher().origin() + "/straying").press("Save");
        visit.dialog().says("It cannot be fetched: ").says("The client gets 503 until it can be.");
        visit.assertAccessible();
        visit.screenshots("jwks-url-fails");
        visit.dialog().press("Cancel");
        visit.assertNoDialog();
        assertThat(Scenario.json(script().get("/clients/straying")).containsKey("jwks_uri"))
                .isFalse();
        visit.main().press("Save");
        visit.dialog().press("Save all the same");
        visit.main()
                .says("Saved.")
                .says("kept, not in use")
                .press("Fetch now")
                .says("The latest attempt to fetch them failed")
                .says("the client gets 503");
        visit.at("?page=clients&search=straying").main().row("straying").says("keys not available");

        visit.atClient("straying", "credentials")
                .main()
                .tick("Registered keys and certificates")
                .press("Save");
        visit.dialog().says("These keys were kept while they were not in use").press("Save");
        visit.main().says("Saved.").says("count again").saysNot("kept, not in use");
        visit.assertAccessible();
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
        assertThat(visit.main().blame("Key set (JWKS)")).hasText("Not valid JSON.");
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
