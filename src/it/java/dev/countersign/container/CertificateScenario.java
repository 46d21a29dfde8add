package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.Shell;
import dev.countersign.it.Visitor;
import dev.countersign.tls.TestCertificate;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS client certificates in a container that is set up by the lines of {@code src/doc/tls-containers.md}. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CertificateScenario {

    static final Page RECIPES = Page.at("src/doc/tls-containers.md");

    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private static final String MAKE = """
            make() {
              openssl req -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
              openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days 30 -out "$1.pem" \
                -extfile <(echo extendedKeyUsage=clientAuth)
            }
            own() { openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.pem" -subj "/CN=$1" -days 30; }
            exec 2>&1
            cd "$FOLDER"
            own ca
            own otherca
            own trusted
            own unknown
            make issued ca
            make unregistered ca
            make foreign otherca
            """;

    private Path folder;
    private Container server;
    private TestCertificate certificate;

    /** Serving TLS by this certificate, with the recipe followed. */
    abstract Container server(Path folder, TestCertificate certificate, Map<String, String> values) throws Exception;

    abstract String tlsUrl(Container server);

    /** Whether a self-signed certificate reaches the application that no trust store has. */
    boolean takesAny() {
        return false;
    }

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        Shell.run(MAKE, Map.of("FOLDER", folder.toString()));
        certificate = TestCertificate.ofLocalhost(folder);
        Map<String, String> values = Map.of(
                "CLIENT_TRUST",
                folder.resolve("clients.p12").toString(),
                "CLIENT_CA",
                folder.resolve("ca.pem").toString(),
                "CLIENT_CERTIFICATE",
                folder.resolve("trusted.pem").toString());
        server = server(Files.createDirectory(folder.resolve("server")), certificate, values);
        server.with("bootstrapAdminSecret", SECRET)
                .with("clientCertificateAuthorities", folder.resolve("ca.pem").toString())
                .start();
        Administrator administrator =
                new Administrator(new Visitor(tlsUrl(server), certificate.trusting()), "admin", SECRET);
        for (String client : new String[] {"issued", "trusted", "unknown", "foreign"}) {
            HttpResponse<String> created = administrator.post(
                    "/clients",
                    "{\"client_id\":\"" + client
                            + "\",\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\"}");
            assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
            HttpResponse<String> uploaded =
                    administrator.upload(client, "CERTIFICATE_PEM", Files.readString(folder.resolve(client + ".pem")));
            assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
        }
        HttpResponse<String> created = administrator.post(
                "/clients",
                "{\"client_id\":\"named\",\"token_endpoint_auth_method\":\"tls_client_auth\","
                        + "\"tls_client_auth_subject_dn\":\"CN=issued\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"issued", "trusted"})
    void mtls5_aCertificateThatTheContainerTrustsNamesTheClient(String client) throws Exception {
        assertThat(status(client, client, "--tlsv1.3")).isEqualTo("204");
        assertThat(status(client, client, "--tls-max 1.2")).isEqualTo("204");
    }

    @Test
    void mtls6_anotherOneOfTheSameCaIsRefused() throws Exception {
        assertThat(status("unregistered", "issued", "")).isEqualTo("401");
        assertThat(status("trusted", "issued", "")).isEqualTo("401");
    }

    @Test
    void mtls3_aCertificateOfTheCaIsKnownByItsSubject() throws Exception {
        assertThat(status("issued", "named", "--tlsv1.3")).isEqualTo("204");
        assertThat(status("issued", "named", "--tls-max 1.2")).isEqualTo("204");
        assertThat(status("unregistered", "named", ""))
                .as("of the CA, with another subject")
                .isEqualTo("401");
        assertThat(status("trusted", "named", "")).as("not of the CA").isEqualTo("401");
    }

    /** {@code 000}: the handshake has failed. */
    @ParameterizedTest
    @ValueSource(strings = {"unknown", "foreign"})
    void mtls5_whatNoTrustStoreHasIsNotLetThroughUnlessTheRecipeSaysSo(String client) throws Exception {
        assertThat(status(client, client, "")).isEqualTo(takesAny() ? "204" : "000");
        assertThat(status(client, "issued", "")).isEqualTo(takesAny() ? "401" : "000");
    }

    @Test
    void mtls6_withoutACertificateTheConsoleIsReachedAndNoClientIsNamed() throws Exception {
        Visitor person = new Visitor(tlsUrl(server), certificate.trusting());

        assertThat(person.get("/verify?client_id=issued").statusCode()).isEqualTo(401);
        person.login(Container.PERSON, server.personsPassword());
        assertThat(person.get("/admin/whoami").statusCode()).isEqualTo(200);
    }

    private String status(String key, String client, String options) throws Exception {
        return Shell.run(
                        "cd \"$FOLDER\"\ncurl -s -o /dev/null -w '%{http_code}' --cacert \"$SERVER\" --cert " + key
                                + ".pem --key " + key + ".key " + options + " \"$URL/verify?client_id=" + client
                                + "\" || true",
                        Map.of(
                                "FOLDER", folder.toString(),
                                "SERVER", certificate.pem().toString(),
                                "URL", tlsUrl(server)))
                .strip();
    }
}
