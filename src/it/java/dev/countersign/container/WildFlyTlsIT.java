package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import dev.countersign.tls.TestCertificate;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * WildFly with TLS as the page sets it up, and with the switch that lets it believe forwarding headers from any peer.
 */
@Tag("full")
class WildFlyTlsIT {

    @TempDir
    static Path folder;

    private static WildFly server;
    private static SSLContext trust;

    @BeforeAll
    static void start() throws Exception {
        TestCertificate certificate = TestCertificate.ofLocalhost(folder);
        trust = certificate.trusting();
        server = new WildFly(folder);
        server.filledIn("ISSUER", server.tlsUrl())
                .filledIn("TLS_KEYSTORE", certificate.keyStore("PKCS12").toString())
                .filledIn("TLS_PASSWORD", TestCertificate.PASSWORD)
                .with(List.of("TLS"))
                .edited(page -> page.with(
                        "name=ssl-context, value=countersign)\n",
                        "name=ssl-context, value=countersign)\n"
                                + "/subsystem=undertow/server=default-server/https-listener=https"
                                + ":write-attribute(name=proxy-address-forwarding, value=true)\n"
                                + "/subsystem=undertow/server=default-server/http-listener=default"
                                + ":write-attribute(name=proxy-address-forwarding, value=true)\n"))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void adm7_theSessionIsKeptFromScriptsAndOtherSitesAndPlainHttp() throws Exception {
        Visitor person = new Visitor(server.tlsUrl(), trust);
        HttpResponse<String> login = person.login(Container.PERSON, server.personsPassword());

        assertThat(cookie(login)).contains("; HttpOnly", "; SameSite=Lax").containsIgnoringCase("; secure");
        assertThat(login.headers().firstValue("Location").orElseThrow()).doesNotContainIgnoringCase("jsessionid");
        assertThat(person.get("/admin/whoami").statusCode()).isEqualTo(200);
    }

    @Test
    void adm7_onLoopbackThePlainCookieIsStillKeptFromScriptsAndOtherSites() throws Exception {
        assertThat(cookie(new Visitor(server.url()).login(Container.PERSON, server.personsPassword())))
                .contains("; HttpOnly", "; SameSite=Lax")
                .doesNotContainIgnoringCase("; secure");
    }

    @Test
    void tlsFromElsewhereIsLetIn() throws Exception {
        assertThat(guess(new Visitor(server.tlsUrl(), trust), "X-Forwarded-For", "203.0.113.5"))
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-For: ::1",
                "X-Forwarded-For: localhost",
                "X-Forwarded-For: 127.0.0.1, 203.0.113.5",
                "X-Forwarded-Host: localhost",
                "Forwarded: for=127.0.0.1"
            })
    void hdr5_whoClaimsToBeThisMachineGainsNothing(String header) throws Exception {
        String[] field = header.split(": ", 2);
        assertThat(guess(new Visitor(server.url()), field[0], field[1])).isEqualTo(403);
    }

    private static int guess(Visitor visitor, String header, String value) throws Exception {
        return visitor.get("/verify", "Authorization", Visitor.basic("nobody", "guess"), header, value)
                .statusCode();
    }

    private static String cookie(HttpResponse<String> response) {
        return response.headers().firstValue("Set-Cookie").orElseThrow();
    }
}
