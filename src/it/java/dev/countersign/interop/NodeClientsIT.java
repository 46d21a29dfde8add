package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.LaunchedWar;
import dev.countersign.container.Page;
import dev.countersign.container.Server;
import dev.countersign.it.Administrator;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.Visitor;
import dev.countersign.it.WarCommand;
import dev.countersign.tls.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** OAuth client libraries from npm, by every method and algorithm that they offer. */
@Tag("full")
class NodeClientsIT {

    private static final Pattern SEEN = Pattern.compile("(\\S+) (\\S+): (.+)");

    /** The script of these runs the page's own lines. */
    private static final List<LibraryCase> BY_CERTIFICATE = Stream.of("tls_client_auth", "self_signed_tls_client_auth")
            .map(method -> LibraryCase.of("openid-client", method))
            .toList();

    private static final List<LibraryCase> CASES = Stream.concat(
                    Stream.of("openid-client", "oauth4webapi", "jose").flatMap(NodeClientsIT::cases),
                    BY_CERTIFICATE.stream())
            .toList();

    @TempDir
    static Path data;

    private static Server server;

    @BeforeAll
    static void start() throws Exception {
        Npm.install();
        server = new LaunchedWar(data, Path.of(System.getProperty("java.home"))).start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyMethodAndAlgorithmOfEveryLibrary() {
        return CASES.stream()
                .filter(library -> !BY_CERTIFICATE.contains(library))
                .map(library -> DynamicTest.dynamicTest(library.name(), () -> signsIn(library)));
    }

    @Test
    void mtls5_byTheLinesOfThePageWithATlsCertificate(@TempDir Path folder) throws Exception {
        TestCertificate localhost = TestCertificate.ofLocalhost(folder);
        TestCertificate issued = TestCertificate.issued("dns:billing.example", folder);
        TestCertificate own = TestCertificate.of("dns:own.example", folder);
        Path password = Files.writeString(folder.resolve("password"), TestCertificate.PASSWORD);
        Path authorities = Files.writeString(folder.resolve("ca.pem"), issued.issuerPem());
        try (ExecutableWar war = WarCommand.in(folder.resolve("data"))
                .with("--tls-keystore", localhost.keyStore("PKCS12").toString())
                .with("--tls-password-file", password.toString(), "--mtls-port", "0")
                .withEnvironment("COUNTERSIGN_CLIENT_CERTIFICATE_AUTHORITIES", authorities.toString())
                .start()) {
            Administrator administrator =
                    new Administrator(new Visitor(war.url(), localhost.trusting()), "admin", war.password());
            for (LibraryCase library : BY_CERTIFICATE) {
                boolean trusted = library.method().equals("tls_client_auth");
                register(administrator, library, trusted ? Optional.empty() : Optional.of(own));
                signsIn(library, war.url(), trusted ? issued : own, localhost.pem(), folder);
            }
        }
    }

    /** @param own registered for the client; empty: it is known by a name */
    private static void register(Administrator administrator, LibraryCase library, Optional<TestCertificate> own)
            throws Exception {
        var created = administrator.post(
                "/clients",
                "{\"client_id\":\"" + library.client() + "\",\"token_endpoint_auth_method\":\"" + library.method()
                        + "\",\"tls_client_certificate_bound_access_tokens\":true"
                        + (own.isPresent() ? "" : ",\"tls_client_auth_san_dns\":\"billing.example\"") + "}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        if (own.isPresent()) {
            var imported = administrator.upload(
                    library.client(),
                    "CERTIFICATE_PEM",
                    Files.readString(own.get().pem()));
            assertThat(imported.statusCode()).as(imported.body()).isEqualTo(201);
        }
    }

    private static void signsIn(
            LibraryCase library, String issuer, TestCertificate certificate, Path authority, Path folder)
            throws Exception {
        String page = Page.at("src/doc/clients.md")
                .with("https://sentry.example/countersign", issuer)
                .with("'billing',\n", "'" + library.client() + "',\n")
                .with("'billing.pem'", "'" + certificate.pem() + "'")
                .with("'billing.key'", "'" + certificate.keyPem() + "'")
                .block("With a TLS certificate", "js");
        Npm.add(Files.writeString(
                folder.resolve("openid-client-page.mjs"),
                page + "export { access_token, client, config, dispatcher, fetch };\n"));
        String said = Npm.node(
                "openid-client-certificate.mjs",
                Map.of(
                        "ISSUER",
                        issuer,
                        "CLIENT_ID",
                        library.client(),
                        "METHOD",
                        library.method(),
                        "NODE_EXTRA_CA_CERTS",
                        authority.toString()));
        tells(library, said);
    }

    @Test
    void thePageTellsOnlyWhatWasTried() throws Exception {
        LibrariesPage.tellsOnly(CASES);
    }

    private static void signsIn(LibraryCase library) throws Exception {
        LibraryClient client =
                LibraryClient.register(new Administrator(server.url(), server.personsPassword()), library, List.of());

        String said = Npm.node(library.library() + ".mjs", client.environment(library, server.url()));

        tells(library, said);
    }

    private static void tells(LibraryCase library, String said) throws Exception {
        Matcher seen = SEEN.matcher(said);
        assertThat(seen.matches()).as(said).isTrue();
        assertThat(seen.group(1)).isEqualTo(library.library());
        LibrariesPage.tells(library, seen.group(2), seen.group(3));
    }

    private static Stream<LibraryCase> cases(String library) {
        Stream<LibraryCase> assertions = Stream.concat(
                LibraryCase.signed(library, "private_key_jwt", LibraryCase.KEY_ALGORITHMS),
                LibraryCase.signed(library, "client_secret_jwt", List.of("HS256")));
        // It has no method but those that sign.
        return library.equals("jose")
                ? assertions
                : Stream.concat(
                        Stream.of("client_secret_basic", "client_secret_post")
                                .map(method -> LibraryCase.of(library, method)),
                        assertions);
    }
}
