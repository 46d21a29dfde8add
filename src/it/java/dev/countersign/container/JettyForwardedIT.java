package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jetty with its module {@code forwarded}, which believes every peer, and with a proxy that we trust: what a forged
 * header gains.
 */
@Tag("full")
class JettyForwardedIT {

    private static final String SECURE_COOKIE = Page.at("src/doc/jetty.md").block("Behind a proxy", "xml");

    private static Jetty server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new Jetty("ee10", folder).withModule("forwarded");
        server.with("trustedProxies", "192.0.2.1").start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    X-Forwarded-For    | 127.0.0.1
                    X-Forwarded-For    | 127.0.0.1, 203.0.113.9
                    X-Forwarded-For    | [::1]:4711
                    X-Forwarded-For    | ::ffff:127.0.0.1
                    X-Forwarded-For    | localhost
                    X-Forwarded-For    | 127.1
                    X-Forwarded-Server | 127.0.0.1
                    X-Forwarded-Host   | localhost
                    Forwarded          | for=127.0.0.1
                    Forwarded          | for=127.0.0.1;by=127.0.0.1;host=localhost
                    Forwarded          | for=203.0.113.9, for=127.0.0.1
                    Forwarded          | For="[::1]:4711"
                    """)
    void hdr5_aForgedAddressDoesNotSkipRequireTls(String name, String value) throws Exception {
        HttpResponse<String> answer = new Visitor(server.url()).get("/verify", name, value);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("this request must be sent over TLS");
    }

    @Test
    void hdr5_theAddressOfATrustedProxyIsNotBelievedWhenAHeaderNamesIt() throws Exception {
        assertRefused("192.0.2.1, 203.0.113.9", "192.0.2.1 refused=MALFORMED");
        assertRefused("192.0.2.1, 127.0.0.1", "192.0.2.1 refused=MALFORMED");
    }

    /** The proxy ends TLS, and the server does not know. */
    @Test
    void adm7_theSessionCookieIsSecureBehindAProxyWhenThePageIsFollowed() throws Exception {
        server.deploy(Container.war(), "behind", JettyContext.changing("(?=</Configure>)", SECURE_COOKIE));

        assertThat(cookie("/behind").split("; ")).contains("Path=/behind", "Secure", "HttpOnly", "SameSite=Lax");
        assertThat(cookie("/countersign").split("; ")).doesNotContain("Secure");
    }

    private static String cookie(String context) throws Exception {
        return new Visitor(server.origin() + context)
                .login(Server.PERSON, server.personsPassword())
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
    }

    /**
     * So the module is really on; and this is what its page warns of. But https that it has read from a header is no
     * TLS.
     */
    @Test
    void hdr5_theServerBelievesAnyAddress() throws Exception {
        assertRefused("198.51.100.7", "198.51.100.7 refused=TLS_REQUIRED");
    }

    private static void assertRefused(String forwardedFor, String sourceAndReason) throws Exception {
        new Visitor(server.url())
                .get(
                        "/verify",
                        "X-Forwarded-For",
                        forwardedFor,
                        "X-Forwarded-Proto",
                        "https",
                        "Authorization",
                        Visitor.basic("anyone", "wrong"));

        assertThat(server.awaitLog(
                        line -> line.contains("client=\"\" method=none source=" + sourceAndReason),
                        Duration.ofSeconds(10)))
                .isTrue();
    }
}
