package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.it.Visitor;
import dev.countersign.tls.TestCertificate;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jetty with HTTPS as its page says, and how people come in there. */
@Tag("full")
class JettyTlsIT {

    @TempDir
    static Path folder;

    private static Jetty server;
    private static SSLContext tls;

    @BeforeAll
    static void start() throws Exception {
        TestCertificate certificate = TestCertificate.ofLocalhost(folder);
        tls = certificate.trusting();
        server = new Jetty("ee11", folder).overTls(certificate.pem(), certificate.keyPem());
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void adm7_theSessionCookieIsForTlsAndForOurSiteAlone() throws Exception {
        String cookie = visitor()
                .login(Container.PERSON, server.personsPassword())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();

        assertThat(cookie.split("; ")).contains("Path=/countersign", "Secure", "HttpOnly", "SameSite=Lax");
    }

    @Test
    void adm7_noUrlCarriesTheSession() throws Exception {
        Visitor person = visitor();
        HttpResponse<String> door = person.get("/console/");
        HttpResponse<String> in = person.login(Container.PERSON, server.personsPassword());

        assertThat(location(door)).isEqualTo("/countersign/login/login.html");
        assertThat(location(in)).isEqualTo("/countersign/console/");
        assertThat(person.get("/admin/whoami").statusCode()).isEqualTo(200);
    }

    @Test
    void hdr5_forgedAddressesAreNotCountedApart() throws Exception {
        for (int guess = 1; guess <= 10; guess++) {
            assertThat(guess("203.0.113." + guess)).isEqualTo(401);
        }
        assertThat(guess("203.0.113.11")).isEqualTo(403);
    }

    @Test
    void nothingListensToPlainHttp() {
        assertThatThrownBy(() -> new Visitor(server.url()).get("/health/live")).isInstanceOf(ConnectException.class);
    }

    @Test
    void whatIsSecretIsReadByItsOwnerAlone() throws Exception {
        Path base = folder.resolve("jetty");
        try (Stream<Path> files = Files.walk(base)) {
            Set<String> open = files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(base.resolve("work")))
                    .filter(JettyTlsIT::isReadByOthers)
                    .map(file -> base.relativize(file).toString())
                    .collect(Collectors.toSet());
            assertThat(open)
                    .contains("webapps/countersign.properties")
                    .doesNotContain(
                            "etc/countersign.keys",
                            "etc/countersign-realm.properties",
                            "etc/countersign-tls.p12",
                            "start.d/countersign-tls.ini",
                            "webapps/countersign.xml");
        }
    }

    private static int guess(String forgedAddress) throws Exception {
        return visitor()
                .get(
                        "/verify",
                        "X-Forwarded-For",
                        forgedAddress,
                        "Forwarded",
                        "for=" + forgedAddress,
                        "Authorization",
                        Visitor.basic("guessed", "wrong"))
                .statusCode();
    }

    private static boolean isReadByOthers(Path file) {
        try {
            return !PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                    .endsWith("------");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Visitor visitor() {
        return new Visitor(server.tlsUrl(), tls);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("none");
    }
}
