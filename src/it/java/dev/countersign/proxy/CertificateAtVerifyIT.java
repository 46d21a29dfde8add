package dev.countersign.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import dev.countersign.it.Administrator;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.Visitor;
import dev.countersign.it.WarCommand;
import dev.countersign.tls.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Proxies that ask about each request, and tell {@code /verify} the client's certificate, as the page says. */
@Tag("full")
class CertificateAtVerifyIT {

    private static final String HOST = " HTTP/1.1\r\nHost: api.example\r\n";
    private static final Page PAGE = Page.at("src/doc/proxies.md");
    private static final String VERIFY = "Certificates at `/verify`: ";

    private final AtomicInteger addresses = new AtomicInteger(1);

    @ParameterizedTest
    @EnumSource(TlsEnd.class)
    void hdr3_theProxyTellsVerifyTheCertificate(TlsEnd end, @TempDir Path folder, @TempDir Path proxyFolder)
            throws Exception {
        TestCertificate own = TestCertificate.of("dns:billing.example", folder);
        TestCertificate another = TestCertificate.of("dns:other.example", folder);
        try (ExecutableWar countersign = WarCommand.in(Files.createDirectory(folder.resolve("data")))
                        .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                        .withEnvironment("COUNTERSIGN_CLIENT_CERTIFICATE_HEADER", end.form())
                        .start();
                Application application = new Application();
                ReverseProxy proxy = proxy(end, proxyFolder, countersign.port(), application.port())) {
            proxy.start();
            Administrator script = new Administrator(countersign.url(), countersign.password());
            register(script, own);
            String secret = script.register("\"client_id\":\"simple\"");

            passesByItsCertificate(proxy, application, own);
            passesByNothingElse(proxy, own, another, end);
            othersPassAsBefore(proxy, another, secret);
            boundTokenStaysWithItsCertificate(proxy, token(countersign, end.field(own)), own, another);
        }
    }

    private void passesByItsCertificate(ReverseProxy proxy, Application application, TestCertificate own)
            throws Exception {
        for (String path : List.of("/invoices?client_id=billing", "/invoices?page=2&client_id=billing&x=%2F")) {
            application.forget();
            Answer answer = get(proxy, Optional.of(own), path);
            assertThat(answer.status()).as(proxy.log() + answer).isEqualTo(200);
            assertThat(application.arrived()).hasSize(1);
            Application.Arrived arrived = application.arrived().get(0);
            assertThat(arrived.path()).isEqualTo(path);
            assertThat(arrived.all("x-client-id")).containsExactly("billing");
            assertThat(arrived.all("x-client-auth-method")).containsExactly("self_signed_tls_client_auth");
        }
    }

    private void passesByNothingElse(ReverseProxy proxy, TestCertificate own, TestCertificate another, TlsEnd end)
            throws Exception {
        String path = "/invoices?client_id=billing";
        for (Optional<TestCertificate> shown : List.of(Optional.<TestCertificate>empty(), Optional.of(another))) {
            assertThat(get(proxy, shown, path).status()).isEqualTo(401);
            assertThat(get(proxy, shown, path, end.field(own)).status())
                    .as("the client's own header is not told")
                    .isEqualTo(401);
        }
        for (String unnamed : List.of("/invoices", "/invoices?x_client_id=billing", "/client_id=billing")) {
            assertThat(get(proxy, Optional.of(own), unnamed).status())
                    .as("MTLS-1: %s", unnamed)
                    .isEqualTo(401);
        }
    }

    private void othersPassAsBefore(ReverseProxy proxy, TestCertificate any, String secret) throws Exception {
        String basic = "Authorization: " + Visitor.basic("simple", secret);
        assertThat(get(proxy, Optional.empty(), "/invoices", basic).status())
                .as(proxy.log())
                .isEqualTo(200);
        assertThat(get(proxy, Optional.of(any), "/invoices", basic).status()).isEqualTo(200);
        assertThat(get(proxy, Optional.of(any), "/invoices?client_id=billing", basic)
                        .status())
                .as("names another client than the one that authenticates")
                .isEqualTo(401);
    }

    /** RFC 8705, section 3. */
    private void boundTokenStaysWithItsCertificate(
            ReverseProxy proxy, String token, TestCertificate own, TestCertificate another) throws Exception {
        String bearer = "Authorization: Bearer " + token;
        assertThat(get(proxy, Optional.of(own), "/invoices", bearer).status()).isEqualTo(200);
        assertThat(get(proxy, Optional.of(another), "/invoices", bearer).status())
                .isEqualTo(401);
        assertThat(get(proxy, Optional.empty(), "/invoices", bearer).status()).isEqualTo(401);
    }

    private static void register(Administrator script, TestCertificate own) throws Exception {
        var created = script.post("/clients", """
                {"client_id": "billing", "token_endpoint_auth_method": "self_signed_tls_client_auth",
                 "tls_client_certificate_bound_access_tokens": true}""");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        var imported = script.upload("billing", "CERTIFICATE_PEM", Files.readString(own.pem()));
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(201);
    }

    /** Fetched past the proxy, from its address. */
    private static String token(ExecutableWar countersign, String certificate) throws IOException {
        String form = "grant_type=client_credentials&client_id=billing";
        try (RawConnection connection =
                new RawConnection(new Socket(InetAddress.getLoopbackAddress(), countersign.port()))) {
            Answer answer = connection.send("POST /countersign/token HTTP/1.1\r\nHost: localhost\r\n" + certificate
                    + "\r\nX-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                    + "\r\n\r\n" + form);
            assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
            return answer.body().replaceFirst("(?s).*\"access_token\":\"([^\"]*)\".*", "$1");
        }
    }

    /** From an address of its own, so that no refusal delays the next. */
    private Answer get(ReverseProxy proxy, Optional<TestCertificate> shown, String path, String... fields)
            throws Exception {
        String from = "127.0.3." + addresses.getAndIncrement();
        try (RawConnection connection = proxy.connect(from, shown)) {
            StringBuilder request = new StringBuilder("GET " + path + HOST);
            for (String field : fields) {
                request.append(field).append("\r\n");
            }
            return connection.send(request.append("\r\n").toString());
        }
    }

    private static ReverseProxy proxy(TlsEnd end, Path folder, int countersign, int application) throws Exception {
        return switch (end) {
            case NGINX -> new Nginx(folder, nginx(), countersign, application);
            case HAPROXY -> new HaProxy(folder, haproxy(), countersign, application);
            case APACHE -> new ApacheHttpd(folder, apache(), countersign, application);
        };
    }

    private static Page nginx() {
        List<String> lines = PAGE.blocks(VERIFY + "nginx", "nginx");
        assertThat(lines).hasSize(3);
        return PAGE.with("```nginx\nserver {\n", "```nginx\n" + lines.get(0) + "server {\n")
                .with("    listen 443 ssl;\n", "    listen 443 ssl;\n" + lines.get(1))
                .with("        proxy_pass http://127.0.0.1:8080/countersign/verify;\n", lines.get(2));
    }

    private static Page haproxy() {
        List<String> lines = PAGE.blocks(VERIFY + "HAProxy", "lua");
        assertThat(lines).hasSize(3);
        String bind = PAGE.block("Certificates by HAProxy", "haproxy")
                .lines()
                .filter(line -> line.startsWith("    bind "))
                .findFirst()
                .orElseThrow();
        return PAGE.with("    bind :443 ssl crt /etc/ssl/api.example.both.pem\n", bind + '\n')
                .with("    local answer", lines.get(0) + "    local answer")
                .with("        url = VERIFY,\n        timeout", lines.get(1) + "        timeout")
                .with(
                        "            [\"x-forwarded-for\"] = { txn.sf:src() },\n",
                        "            [\"x-forwarded-for\"] = { txn.sf:src() },\n" + lines.get(2));
    }

    private static Page apache() {
        List<String> lines = PAGE.blocks(VERIFY + "Apache httpd", "lua");
        assertThat(lines).hasSize(3);
        String tls = "    SSLEngine on\n";
        String source = "            [\"x-forwarded-for\"] = r.useragent_ip,\n";
        return PAGE.with(tls, tls + PAGE.block(VERIFY + "Apache httpd", "apache"))
                .with("    local ran", lines.get(0) + "    local ran")
                .with("        url = VERIFY,\n        redirect", lines.get(1) + "        redirect")
                .with(source, source + lines.get(2));
    }
}
