package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.tls.TestCertificate;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS client certificates at {@code java -jar}, on the main port and on a port of their own. */
class LauncherCertificatesIT {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FETCH = "grant_type=client_credentials&client_id=";

    @TempDir
    static Path folder;

    private static TestCertificate server;
    private static TestCertificate billing;
    private static TestCertificate reports;
    private static TestCertificate expired;
    private static TestCertificate stranger;

    /** The main port asks. */
    private static ExecutableWar one;

    /** It does not, since there is a port that does. */
    private static ExecutableWar two;

    @BeforeAll
    static void start() throws Exception {
        server = TestCertificate.ofLocalhost(folder);
        billing = TestCertificate.of("dns:billing.example", folder);
        reports = TestCertificate.of("dns:reports.example", folder);
        expired = TestCertificate.expired("dns:expired.example", folder);
        stranger = TestCertificate.of("dns:stranger.example", folder);
        one = launch("one");
        two = launch("two", "--mtls-port", "0");
    }

    private static ExecutableWar launch(String data, String... options) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), TestCertificate.PASSWORD);
        ExecutableWar war = ExecutableWar.in(folder.resolve(data))
                .with("--tls-keystore", server.keyStore("PKCS12").toString())
                .with("--tls-password-file", password.toString())
                .with(options)
                .start();
        Administrator administrator =
                new Administrator(new Visitor(war.url(), server.trusting()), "admin", war.password());
        register(administrator, "billing", billing);
        register(administrator, "reports", reports);
        register(administrator, "expired", expired);
        return war;
    }

    private static void register(Administrator administrator, String id, TestCertificate certificate) throws Exception {
        HttpResponse<String> created = administrator.post(
                "/clients",
                "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        HttpResponse<String> uploaded =
                administrator.upload(id, "CERTIFICATE_PEM", Files.readString(certificate.pem()), true);
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void mtls5_aRegisteredSelfSignedCertificateIsTheClient(String protocol) throws Exception {
        SSLContext tls = billing.presentingTo(server);

        HttpResponse<String> verified = new Visitor(one.url(), tls, protocol).get("/verify?client_id=billing");
        assertThat(verified.statusCode()).isEqualTo(204);
        assertThat(verified.headers().firstValue("X-Client-Id")).contains("billing");
        HttpResponse<String> token = new Visitor(one.url(), tls, protocol).post("/token", FORM, FETCH + "billing");
        assertThat(token.statusCode()).as(token.body()).isEqualTo(200);
        assertThat(token.body()).contains("\"access_token\"");
    }

    @Test
    void mtls6_anotherCertificateOrNoneIsAnInvalidClient() throws Exception {
        assertInvalidClient(reports.presentingTo(server), "billing");
        assertInvalidClient(stranger.presentingTo(server), "billing");
        assertInvalidClient(expired.presentingTo(server), "expired");
        assertInvalidClient(server.trusting(), "billing");
        assertInvalidClient(billing.presentingTo(server), "unknown");
    }

    private static void assertInvalidClient(SSLContext tls, String id) throws Exception {
        assertThat(new Visitor(one.url(), tls).get("/verify?client_id=" + id).statusCode())
                .isEqualTo(401);
        HttpResponse<String> token = new Visitor(one.url(), tls).post("/token", FORM, FETCH + id);
        assertThat(token.statusCode()).as(token.body()).isEqualTo(401);
        assertThat(token.body()).contains("\"invalid_client\"");
    }

    @Test
    void mtls1_withoutAClientIdNobodyIsNamed() throws Exception {
        SSLContext tls = billing.presentingTo(server);

        assertThat(new Visitor(one.url(), tls).get("/verify").statusCode()).isEqualTo(401);
        assertThat(new Visitor(one.url(), tls)
                        .post("/token", FORM, "grant_type=client_credentials")
                        .statusCode())
                .isBetween(400, 401);
    }

    @Test
    void mtls5_curlSignsIn() throws Exception {
        Program.CURL.require();
        assertThat(curl("--tlsv1.3 \"$URL/verify?client_id=billing\"")).isEqualTo("204");
        assertThat(curl("--tls-max 1.2 \"$URL/verify?client_id=billing\"")).isEqualTo("204");
        assertThat(curl("\"$URL/token\" -d grant_type=client_credentials -d client_id=billing"))
                .isEqualTo("200");
        assertThat(curl("\"$URL/verify?client_id=reports\"")).isEqualTo("401");
    }

    /** Without its certificate, so that only the session can have it. */
    @ParameterizedTest
    @ValueSource(strings = {"tls1_2", "tls1_3"})
    void mtls5_aResumedSessionKeepsTheCertificate(String protocol) throws Exception {
        String connect = "printf 'GET /countersign/verify?client_id=billing HTTP/1.1\\r\\nHost: localhost\\r\\n"
                + "Connection: close\\r\\n\\r\\n' | openssl s_client -connect \"localhost:$PORT\" -CAfile \"$CA\""
                + " -ign_eof -" + protocol + ' ';
        String session = " \"$FOLDER/session-" + protocol + "\" 2>&1\n";

        assertThat(run(connect + "-cert \"$CERT\" -key \"$KEY\" -sess_out" + session))
                .contains("New, ", "HTTP/1.1 204");
        assertThat(run(connect + "-sess_in" + session)).contains("Reused, ", "HTTP/1.1 204");
        assertThat(run(connect + " 2>&1\n")).contains("New, ", "HTTP/1.1 401");
    }

    @Test
    void mtls5_aCertificateIsNotChangedByARenegotiation() throws Exception {
        try (SSLSocket socket = connect(one.url(), billing, "TLSv1.2")) {
            socket.startHandshake();
            assertThat(answered(socket)).startsWith("HTTP/1.1 204");

            assertThatThrownBy(() -> {
                        socket.getSession().invalidate();
                        socket.startHandshake();
                        answered(socket);
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    private static String answered(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /countersign/verify?client_id=billing HTTP/1.1\r\nHost: localhost\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("the server has closed the connection");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    @Test
    void mtls5_withAPortOfItsOwnTheMainPortDoesNotAsk() throws Exception {
        for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
            assertThat(isAsked(two.url(), protocol)).isFalse();
            assertThat(isAsked(two.mtlsUrl(), protocol)).isTrue();
            assertThat(isAsked(one.url(), protocol)).isTrue();
        }
        SSLContext tls = billing.presentingTo(server);
        assertThat(new Visitor(two.url(), tls).get("/verify?client_id=billing").statusCode())
                .isEqualTo(401);
        assertThat(new Visitor(two.mtlsUrl(), tls)
                        .get("/verify?client_id=billing")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void meta1_theMetadataNamesThePortForCertificates() throws Exception {
        String path = "/.well-known/oauth-authorization-server";

        assertThat(new Visitor(two.url(), server.trusting()).get(path).body())
                .contains("\"token_endpoint\":\"" + two.url() + "/token\"")
                .contains("\"mtls_endpoint_aliases\":{\"token_endpoint\":\"" + two.mtlsUrl() + "/token\"");
        assertThat(new Visitor(one.url(), server.trusting()).get(path).body()).doesNotContain("mtls_endpoint_aliases");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBrowserWithoutACertificateReachesTheConsole(boolean ownPort) throws Exception {
        ExecutableWar war = ownPort ? two : one;
        Visitor person = new Visitor(war.url(), server.trusting());

        assertThat(person.login("admin", war.password()).headers().firstValue("Location"))
                .hasValueSatisfying(place -> assertThat(place).endsWith("/console/"));
        assertThat(person.get("/console/").statusCode()).isEqualTo(200);
    }

    @Test
    void theGuardsHoldAtThePortForCertificatesToo() throws Exception {
        try (StalledConnections crowd =
                new StalledConnections(URI.create(two.mtlsUrl()).getPort())) {
            crowd.send(1500, "\26\3\1\77\0\1" + "a".repeat(10_000));

            assertThat(new Visitor(two.mtlsUrl(), billing.presentingTo(server))
                            .get("/verify?client_id=billing")
                            .statusCode())
                    .isEqualTo(204);
            assertThat(new Visitor(two.url(), server.trusting())
                            .get("/health/ready")
                            .statusCode())
                    .isEqualTo(200);
        }
        try (SSLSocket socket = connect(two.mtlsUrl(), billing, "TLSv1.3")) {
            socket.getOutputStream()
                    .write("GET /countersign/verify?client_id=billing HTTP/1.1\r\nHost: evil.example\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(
                            socket.getInputStream().readNBytes("HTTP/1.1 421".length()), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 421");
        }
        assertThat(two.err()).doesNotContain("OutOfMemory", "\tat ");
    }

    private static boolean isAsked(String url, String protocol) throws Exception {
        try (SSLSocket socket = connect(url, billing, protocol)) {
            socket.startHandshake();
            return socket.getSession().getLocalCertificates() != null;
        }
    }

    private static SSLSocket connect(String url, TestCertificate client, String protocol) throws Exception {
        SSLSocket socket = (SSLSocket) client.presentingTo(server)
                .getSocketFactory()
                .createSocket("localhost", URI.create(url).getPort());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String curl(String options) throws Exception {
        return run("curl -s -o /dev/null -w '%{http_code}' --cacert \"$CA\" --cert \"$CERT\" --key \"$KEY\" " + options)
                .strip();
    }

    private static String run(String lines) throws Exception {
        return Shell.run(
                lines,
                Map.of(
                        "URL", one.url(),
                        "PORT", Integer.toString(one.port()),
                        "FOLDER", folder.toString(),
                        "CA", server.pem().toString(),
                        "CERT", billing.pem().toString(),
                        "KEY", billing.keyPem().toString()));
    }
}
