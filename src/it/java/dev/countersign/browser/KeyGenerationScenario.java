package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Scenario;
import dev.countersign.it.AssertionSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** Keys that the console has made: what is downloaded signs in. */
interface KeyGenerationScenario extends BrowserScenario {

    String GENERATE = "Generate new keys and certificate";
    String SUBMIT = "Generate and download";

    @Test
    default void fromTheFirstSecretToAKeyStoreThatSignsInByTheMouseOnly() throws Exception {
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);
        visit.main().press("Create client");
        visit.dialog()
                .type("Client ID", "wholeway")
                .press("Create")
                .says("Client created")
                .press("Done");
        visit.main().press("Regenerate Secret");
        String secret = SecretsScenario.shownAfter(visit, "Regenerate");
        assertThat(verify("wholeway", secret).statusCode()).isEqualTo(204);

        visit.main()
                .choose(SecretsScenario.AUTHENTICATOR, "Signed JWT")
                .press("Save")
                .says("No key is registered")
                .press(GENERATE);
        Part dialog = visit.dialog();
        dialog.choose("Key size in bits", "2048").press("Generate a password");
        assertThat(dialog.field("Store password")).hasAttribute("type", "text");
        String password = dialog.field("Store password").inputValue();
        visit.assertAccessible();
        visit.screenshots("generate");
        dialog.press("Copy password");
        assertThat(visit.page().evaluate("navigator.clipboard.readText()")).isEqualTo(password);
        Path archive = visit.download(() -> dialog.press(SUBMIT));
        dialog.says("The certificate is registered.")
                .says("The password is shown only this once.")
                .says(password);
        visit.assertAccessible();
        visit.screenshots("generated");
        visit.page().keyboard().press("Escape");
        dialog.says("is not shown again").press("Keep open").press("Done");
        visit.assertNoDialog();
        visit.main().says("CN=wholeway");
        assertThat(visit.page().content()).doesNotContain(password);
        visit.assertAccessible();

        KeyStore store = KeyStore.getInstance(archive.toFile(), password.toCharArray());
        PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(
                store.getCertificate("wholeway").getPublicKey());
        key.setPrivateKey((PrivateKey) store.getKey("wholeway", password.toCharArray()));
        key.setAlgorithm("PS256");
        key.setKeyId(Scenario.json(script().get("/clients/wholeway"))
                .getJsonArray("certificates")
                .getJsonObject(0)
                .getString("kid"));
        assertThat(verify(new AssertionSigner(running().url()).signed("wholeway", key)))
                .isEqualTo(204);
        assertThat(verify("wholeway", secret).statusCode()).isEqualTo(401);
    }

    @Test
    default void aKeyOfACurveLeavesAsJwk() throws Exception {
        registerSigner("curved");
        ConsoleVisit visit = signedIn().atClient("curved", "credentials");
        visit.main().press(GENERATE);
        Part dialog = visit.dialog();
        dialog.choose("Archive format", "JWK: unencrypted private key")
                .says("A JWK is not encrypted")
                .choose("Algorithm", "EC")
                .choose("Key size in bits", "256")
                .choose("Valid for", "90 days")
                .type("Key alias", "by the curve");
        assertThat(dialog.field("Store password")).not().isAttached();
        Path file = visit.download(() -> dialog.press(SUBMIT));
        visit.main().says("by the curve").says("EC, 256 bits");

        PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(Files.readString(file));
        key.setAlgorithm("ES256");
        assertThat(verify(new AssertionSigner(running().url()).signed("curved", key)))
                .isEqualTo(204);
    }

    @Test
    default void aPasswordThatIsTooShortIsToldAtItsField() throws Exception {
        registerSigner("careless");
        ConsoleVisit visit = signedIn().atClient("careless", "credentials").expectComplaint("status of 4");
        visit.main().press(GENERATE);
        visit.dialog().press(SUBMIT);
        assertThat(visit.dialog().blame("Store password")).containsText("Enter a password of 8 to 128 characters.");
        visit.dialog().press("Generate a password");
        assertThat(visit.dialog().blame("Store password")).not().isAttached();
        visit.dialog().type("Store password", "short").press(SUBMIT);

        assertThat(visit.dialog().blame("Store password")).isVisible();
        visit.assertAccessible();
        assertThat(Scenario.json(script().get("/clients/careless")).getInt("version"))
                .isEqualTo(1);
    }

    /** One that proves itself by keys, and has none yet. */
    default void registerSigner(String id) throws Exception {
        String client = "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"}";
        assertThat(script().post("/clients", client).statusCode()).isEqualTo(201);
    }
}
