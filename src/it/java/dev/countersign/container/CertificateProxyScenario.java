package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import dev.countersign.it.Administrator;
import dev.countersign.it.Visitor;
import dev.countersign.proxy.ReverseProxy;
import dev.countersign.proxy.TlsEnd;
import dev.countersign.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients with TLS certificates before a proxy that is set up by its recipe, and a server that trusts it. The proxy is
 * 127.0.0.1; the other addresses of loopback are not listed.
 */
abstract class CertificateProxyScenario {

    private static final String CLIENT = "127.0.0.5";
    private static final String PROXY = "127.0.0.1";
    private static final String STRANGER = "127.0.0.2";

    /** In this empty folder, not started yet. */
    abstract Server server(Path empty);

    @ParameterizedTest
    @EnumSource(TlsEnd.class)
    void hdr3_theCertificateIsThatOfTheProxysClient(TlsEnd end, @TempDir Path folder) throws Exception {
        TestCertificate own = TestCertificate.of("dns:billing.example", folder);
        TestCertificate another = TestCertificate.of("dns:other.example", folder);
        TestCertificate issued = TestCertificate.issued("dns:partner.example", folder);
        TestCertificate foreign =
                TestCertificate.issued("dns:partner.example", Files.createDirectory(folder.resolve("other")));
        Path authorities = Files.writeString(folder.resolve("ca.pem"), issued.issuerPem());
        try (Server server = server(Files.createDirectory(folder.resolve("server")))
                        .with("trustedProxies", PROXY)
                        .with("clientCertificateHeader", end.form())
                        .with("clientCertificateAuthorities", authorities.toString());
                ReverseProxy proxy = end.before(server.port(), Files.createDirectory(folder.resolve("proxy")))) {
            server.start();
            proxy.start();
            Administrator script = script(server);
            register(script, "billing", own);
            register(script, "other", another);

            boundTokenStaysWithItsCertificate(proxy, passes(proxy, own), own, another);
            isRefused(proxy, another, end.field(own));
            isKnownByItsSubject(proxy, script, issued, foreign);
            headerStraightToTheServer(server, script, end.field(own));
            Scenario.assertQuiet(server.log());
        }
    }

    private static Administrator script(Server server) throws Exception {
        return new Scenario() {
            @Override
            public Server running() {
                return server;
            }

            @Override
            public Administrator script() {
                throw new UnsupportedOperationException();
            }
        }.firstAdministrator();
    }

    private static void register(Administrator script, String id, TestCertificate certificate) throws Exception {
        var created = script.post(
                "/clients",
                "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\","
                        + "\"tls_client_certificate_bound_access_tokens\":true}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        var imported = script.upload(id, "CERTIFICATE_PEM", Files.readString(certificate.pem()));
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(201);
    }

    /** The client's token. */
    private static String passes(ReverseProxy proxy, TestCertificate own) throws Exception {
        Answer verified = through(proxy, Optional.of(own), verify("billing"));
        assertThat(verified.status()).as(proxy.log() + verified).isEqualTo(204);
        assertThat(verified.header("X-Client-Id")).contains("billing");
        assertThat(verified.header("X-Client-Auth-Method")).contains("self_signed_tls_client_auth");

        String form = "grant_type=client_credentials&client_id=billing";
        Answer token = through(
                proxy,
                Optional.of(own),
                "POST /countersign/token HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                        + "\r\n\r\n" + form);
        assertThat(token.status()).as(token.toString()).isEqualTo(200);
        return token.body().replaceFirst("(?s).*\"access_token\":\"([^\"]*)\".*", "$1");
    }

    /** RFC 8705, section 3. */
    private static void boundTokenStaysWithItsCertificate(
            ReverseProxy proxy, String token, TestCertificate own, TestCertificate another) throws Exception {
        String bearer =
                "GET /countersign/verify HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n";
        assertThat(through(proxy, Optional.of(own), bearer).status()).isEqualTo(204);
        assertThat(through(proxy, Optional.of(another), bearer).status()).isEqualTo(401);
        assertThat(through(proxy, Optional.empty(), bearer).status()).isEqualTo(401);
    }

    private static void isRefused(ReverseProxy proxy, TestCertificate another, String header) throws Exception {
        for (Optional<TestCertificate> shown : List.of(Optional.<TestCertificate>empty(), Optional.of(another))) {
            assertThat(through(proxy, shown, verify("billing")).status()).isEqualTo(401);
            assertThat(through(proxy, shown, verify("billing", header)).status())
                    .as("the client's own header is replaced")
                    .isEqualTo(401);
        }
        // MTLS-1.
        assertThat(through(proxy, Optional.of(another), verify("")).status()).isEqualTo(401);
    }

    /** MTLS-3: by a CA, of which a foreign one has the same name. */
    private static void isKnownByItsSubject(
            ReverseProxy proxy, Administrator script, TestCertificate issued, TestCertificate foreign)
            throws Exception {
        registerBySubject(script, "partner", "partner.example");
        registerBySubject(script, "stranger", "stranger.example");
        Answer verified = through(proxy, Optional.of(issued), verify("partner"));
        assertThat(verified.status()).as(proxy.log() + verified).isEqualTo(204);
        assertThat(verified.header("X-Client-Auth-Method")).contains("tls_client_auth");
        assertThat(through(proxy, Optional.of(issued), verify("stranger")).status())
                .isEqualTo(401);
        assertThat(through(proxy, Optional.of(foreign), verify("partner")).status())
                .isEqualTo(401);
    }

    static void registerBySubject(Administrator script, String id, String host) throws Exception {
        var created = script.post(
                "/clients",
                "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"tls_client_auth\","
                        + "\"tls_client_auth_san_dns\":\"" + host + "\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    }

    /** HDR-1. */
    private static void headerStraightToTheServer(Server server, Administrator script, String header) throws Exception {
        String secret = script.register("\"client_id\":\"simple\"");
        String basic = "Authorization: " + Visitor.basic("simple", secret);
        assertThat(straight(server, STRANGER, verify("simple", basic)).status()).isEqualTo(204);
        assertThat(straight(server, STRANGER, verify("billing", header)).status())
                .isEqualTo(401);
        assertThat(straight(server, STRANGER, verify("simple", basic, header)).status())
                .isEqualTo(401);
        assertThat(straight(server, STRANGER, verify("billing", header, "X-Forwarded-For: " + PROXY))
                        .status())
                .isIn(401, 403);
        assertThat(straight(server, PROXY, verify("billing", header)).status())
                .as("the same header from the proxy's address")
                .isEqualTo(204);
        assertThat(server.awaitLog(line -> line.contains("refused=FORWARDED_CERTIFICATE"), Duration.ofSeconds(10)))
                .as(server.log())
                .isTrue();
    }

    private static String verify(String client, String... fields) {
        StringBuilder request =
                new StringBuilder("GET /countersign/verify?client_id=" + client + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    private static Answer through(ReverseProxy proxy, Optional<TestCertificate> shown, String request)
            throws Exception {
        try (RawConnection connection = proxy.connect(CLIENT, shown)) {
            return connection.send(request);
        }
    }

    private static Answer straight(Server server, String from, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port(), InetAddress.getByName(from), 0);
        try (RawConnection connection = new RawConnection(socket)) {
            return connection.send(request);
        }
    }
}
