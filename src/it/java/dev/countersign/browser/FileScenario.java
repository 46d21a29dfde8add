package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.countersign.container.Scenario;
import dev.countersign.it.AssertionSigner;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Test;

/** Files on their way through the server: uploaded, refused, downloaded. */
interface FileScenario extends KeyDialogs {

    @Test
    default void aCertificateIsChosenLooksAsItShouldAndIsRemoved() throws Exception {
        KeyFile key = KeyFile.of("CN=chosen,O=Some \\<Company\\>");
        registerSigner("chosen");
        ConsoleVisit visit = signedIn().atClient("chosen", "credentials");
        visit.main().press("Import");
        assertThat(visit.dialog().button("Import")).isDisabled();
        visit.screenshots("import");
        KeyDialogs.choose(visit, KeyFile.file("chosen.crt", key.pem()));
        visit.dialog().says("chosen.crt").type("Key alias", "first");
        KeyDialogs.assertChosen(visit, "Certificate (PEM, DER or PKCS #7)");
        visit.assertAccessible();
        visit.dialog().press("Import");

        Part card = visit.main().says(IMPORTED).named(AriaRole.ARTICLE, "first");
        card.says("valid").says("CN=chosen").says("itself").says("EC, 256 bits");
        card.root().getByText("Fingerprint and serial number").click();
        card.says("SHA-256");
        visit.assertAccessible();
        visit.screenshots("certificates");
        assertThat(visit.download(() -> card.follow("PEM of first"))).hasContent(key.pem());
        assertThat(visit.download(() -> card.follow("DER of first")))
                .hasBinaryContent(key.certificate().getEncoded());
        visit.main().press("Remove first");
        visit.dialog().says("It is the last one").press("Remove");
        visit.main().says("The key is removed.").says("No key is registered");
    }

    @Test
    default void aBrokenFileSaysSoAndChangesNothing() throws Exception {
        registerSigner("broken");
        ConsoleVisit visit = signedIn().atClient("broken", "credentials").expectComplaint("status of 4");
        visit.main().press("Import");
        String pem = KeyFile.of("CN=broken").pem();
        KeyDialogs.choose(visit, KeyFile.file("broken.pem", pem.substring(0, pem.length() / 2)));
        visit.dialog().press("Import");

        assertThat(visit.dialog().root().locator(".invalid-feedback")).isVisible();
        assertThat(visit.dialog().root().getByRole(AriaRole.ALERT)).hasCount(0);
        assertThat(visit.dialog().root().locator("input[type=file]")).isFocused();
        visit.assertAccessible();
        visit.dialog().press("Cancel");
        visit.main().says("No key is registered");
        assertThat(Scenario.json(script().get("/clients/broken")).getInt("version"))
                .isEqualTo(1);
    }

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
}
