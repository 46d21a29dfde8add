package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.JSHandle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Public keys that come as files, and leave again. */
interface KeyImportScenario extends KeyDialogs {

    @Test
    default void aFileIsDropped() throws Exception {
        registerSigner("dropped");
        ConsoleVisit visit = signedIn().atClient("dropped", "credentials");
        visit.main().press("Import");
        JSHandle files = visit.page()
                .evaluateHandle(
                        "([name, text]) => { const files = new DataTransfer(); files.items.add(new File([text], name)); return files; }",
                        List.of("key.pem", KeyFile.of("CN=dropped").publicKey()));
        visit.dialog().root().locator(".drop").dispatchEvent("drop", Map.of("dataTransfer", files));
        visit.dialog().says("key.pem");
        KeyDialogs.assertChosen(visit, "Public key (PEM or DER)");
        visit.dialog().press("Import");

        visit.main().says(IMPORTED).says("bare key").saysNot("Issuer");
    }

    @Test
    default void aCertificateRequestBringsItsKey() throws Exception {
        registerSigner("requested");
        ConsoleVisit visit = signedIn().atClient("requested", "credentials").expectComplaint("status of 4");
        visit.main().press("Import a CSR");
        visit.dialog().says("openssl req -new").says("'/CN=requested'");
        visit.assertAccessible();
        visit.screenshots("request");
        KeyDialogs.choose(
                visit, KeyFile.file("other.pem", KeyFile.of("CN=other").pem()));
        visit.dialog().says("This does not look like a certificate request.");
        KeyDialogs.choose(
                visit, KeyFile.file("right.csr", KeyFile.of("CN=requested").request()));
        visit.dialog().saysNot("This does not look like").press("Import");

        visit.main().says(IMPORTED);
    }

    @Test
    default void aKeyStoreOpensByItsPassword() throws Exception {
        registerSigner("stored");
        ConsoleVisit visit = signedIn().atClient("stored", "credentials").expectComplaint("status of 4");
        for (String type : List.of("JKS", "PKCS12")) {
            visit.main().press("Import");
            byte[] store = KeyFile.of("CN=" + type).store(type, "in-" + type, "right password");
            KeyDialogs.choose(visit, KeyFile.file("keys", store));
            visit.dialog().says("Which entry of the key store");
            KeyDialogs.assertChosen(visit, type + " key store");
            visit.dialog()
                    .type("Key alias", "in-" + type)
                    .type("Store password", "wrong password")
                    .press("Import");
            assertThat(visit.dialog().blame("Store password")).isVisible();
            visit.dialog().type("Store password", "right password").press("Import");
            visit.main().says(IMPORTED).says("CN=" + type);
        }
        assertThat(visit.page().content()).doesNotContain("right password");
    }

    @Test
    default void aPrivateKeyInAFileIsWarnedOf() throws Exception {
        registerSigner("indiscreet");
        ConsoleVisit visit = signedIn().atClient("indiscreet", "credentials");
        visit.main().press("Import");
        KeyDialogs.choose(visit, KeyFile.file("all.pem", KeyFile.of("CN=all").pemWithPrivateKey()));

        visit.dialog().says("This file contains a private key.");
        visit.assertAccessible();
        KeyDialogs.choose(visit, KeyFile.file("one.pem", KeyFile.of("CN=one").pem()));
        visit.dialog().saysNot("This file contains a private key.");
    }

    @Test
    default void anExpiredCertificateIsTakenWhenOneInsists() throws Exception {
        registerSigner("bygone");
        ConsoleVisit visit = signedIn().atClient("bygone", "credentials").expectComplaint("status of 4");
        visit.main().press("Import");
        KeyDialogs.choose(
                visit, KeyFile.file("bygone.pem", KeyFile.expired("CN=bygone").pem()));
        visit.dialog().press("Import");
        assertThat(visit.dialog().root().locator(".invalid-feedback")).containsText("expired");
        visit.dialog().tick("Import even if expired or not yet valid").press("Import");

        visit.main().says(IMPORTED).says("It has expired 3 days ago.");
        assertThat(visit.main().root().locator(".news .alert-warning")).isVisible();
        visit.assertAccessible();
        visit.screenshots("expired");
    }
}
