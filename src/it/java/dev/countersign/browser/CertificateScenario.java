package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.countersign.container.Scenario;
import org.junit.jupiter.api.Test;

/** Clients that connect with TLS certificates: from a certificate to a registered name, and why one is refused. */
interface CertificateScenario extends BrowserScenario {

    String TRUSTED = "X.509 certificate (trusted CA)";
    String SELF_SIGNED = "X.509 certificate (self-signed)";
    String PASTED = "Assertion, access token, Authorization header or certificate";

    /** Whose certificates clients may use. */
    ClientAuthority authority();

    @Test
    default void mtls2_aNameIsTakenFromACertificateAndTheCertificateIsTried() throws Exception {
        String pem = authority().issue("CN=partner,O=Example", "partner.example.com");
        script().register("\"client_id\":\"partner\"");
        ConsoleVisit visit = signedIn().atClient("partner", "credentials").expectComplaint("status of 400");
        visit.main().choose(SecretsScenario.AUTHENTICATOR, TRUSTED).press("Save");
        visit.main().says("exactly one of");
        visit.main().root().getByText("Take them from a certificate").click();
        visit.main().type("Certificate as text", "no certificate").says("There is no whole certificate in it");
        visit.main().root().locator("input[type=file]").setInputFiles(KeyFile.file("partner.pem", pem));
        visit.main().says("In this certificate").says("partner.example.com");
        assertThat(visit.main().field("Subject DN")).hasValue("CN=partner,O=Example");
        visit.assertAccessible();
        visit.main().press("Use DNS name partner.example.com");
        assertThat(visit.main().field("DNS name")).hasValue("partner.example.com");
        visit.main().press("Use CA " + authority().subject());
        assertThat(visit.main().field("Issued by").locator("option:checked"))
                .containsText(authority().subject());
        visit.assertAccessible();
        visit.screenshots("certificate-subject");
        visit.main().press("Save").says("Saved.");
        assertThat(Scenario.json(script().get("/clients/partner")).getString("tls_client_auth_san_dns"))
                .isEqualTo("partner.example.com");

        visit.main().follow("Why refused?");
        visit.main()
                .type(PASTED, pem)
                .says("A certificate, as if the request had the client_id of this client.")
                .press("Try it")
                .says("It would be granted.");
        visit.main()
                .type(PASTED, authority().issue("CN=partner,O=Example", "other.example.com"))
                .press("Try it")
                .says("It would be refused: the certificate has another name than the registered one.");
        visit.main()
                .root()
                .locator("input[type=file]")
                .setInputFiles(KeyFile.file("all.pem", KeyFile.of("CN=partner").pemWithPrivateKey()));
        visit.main().says("A private key is in the text too").press("Try it").says("It would be refused:");
        visit.assertAccessible();
        visit.screenshots("try-certificate");
    }

    @Test
    default void mtls2_aClientWithACertificateIsCreatedInOneStep() throws Exception {
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);
        visit.main().press("Create client");
        visit.dialog().type("Client ID", "onestep").choose(SecretsScenario.AUTHENTICATOR, TRUSTED);
        visit.dialog().choose("Known by", "URI").type("URI", "spiffe://example.com/onestep");
        visit.assertAccessible();
        visit.dialog().press("Create");

        visit.main().says("Credentials");
        visit.assertNoDialog();
        assertThat(Scenario.json(script().get("/clients/onestep")).getString("tls_client_auth_san_uri"))
                .isEqualTo("spiffe://example.com/onestep");
        visit.main().follow("Connect");
        visit.main().says("--cert client.pem");
        visit.assertAccessible();
    }

    @Test
    default void mtls5_aSelfSignedCertificateIsRegisteredAndABareKeyDoesNotCount() throws Exception {
        KeyFile own = KeyFile.of("CN=selfmade");
        script().register("\"client_id\":\"selfmade\"");
        ConsoleVisit visit = signedIn().atClient("selfmade", "credentials");
        visit.main().choose(SecretsScenario.AUTHENTICATOR, SELF_SIGNED).press("Save");
        visit.main().says("No certificate is registered");
        visit.main().press("Import");
        visit.dialog()
                .root()
                .locator("input[type=file]")
                .setInputFiles(KeyFile.file("bare.pem", KeyFile.of("CN=bare").publicKey()));
        visit.dialog().press("Import");
        visit.main().says("a bare public key is none").says("It does not count");
        visit.main().press("Import");
        visit.dialog().root().locator("input[type=file]").setInputFiles(KeyFile.file("own.pem", own.pem()));
        visit.dialog().press("Import");
        visit.main()
                .says("1 key imported.")
                .named(AriaRole.ARTICLE, "CN=selfmade")
                .says("valid");
        visit.assertAccessible();
        visit.screenshots("self-signed");

        visit.main().follow("Why refused?");
        visit.main().type(PASTED, own.pem()).press("Try it").says("It would be granted.");
        visit.main()
                .type(PASTED, KeyFile.of("CN=selfmade").pem())
                .press("Try it")
                .says("It would be refused: it is none of the client's certificates.");
    }

    @Test
    default void mtls3_theEndOfACaIsInTheOverview() {
        ConsoleVisit visit = signedIn().at("?page=overview");
        visit.main().says("CAs of clients' certificates").says(authority().subject());
        visit.assertAccessible();
        visit.screenshots("expiring-ca");
    }
}
