package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.RawConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server by itself refuses, and what it tells about itself. */
class LauncherGuardsIT {
    private static final int MORE_THAN_THREADS = 70;

    @TempDir
    static Path data;

    private static ExecutableWar war;

    @BeforeAll
    static void start() throws Exception {
        war = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_ISSUER", "https://sso.example.org/countersign")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        war.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.nip.io",
                "127.0.0.2",
                "localhost.",
                "10.0.0.1"
            })
    void adm7_aForeignHostIsRefused(String host) throws Exception {
        for (String path : new String[] {"/", "/countersign/health/live", "/countersign/console/"}) {
            assertThat(RawRequest.send(war.port(), "GET " + path + " HTTP/1.1", "Host: " + host))
                    .startsWith("HTTP/1.1 421 ");
            assertThat(RawRequest.send(war.port(), "GET " + path + " HTTP/1.1", "Host: " + host + ":" + war.port()))
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @Test
    void adm7_aForeignHostInTheRequestLineIsRefused() throws Exception {
        assertThat(RawRequest.send(
                        war.port(), "GET http://evil.example/countersign/health/live HTTP/1.1", "Host: evil.example"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(RawRequest.send(
                        war.port(), "GET http://evil.example/countersign/health/live HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void hdr5_aSchemeInTheRequestLineIsNoTls() throws Exception {
        String[] path = {"/countersign/verify", "/countersign/admin/clients", "/countersign/console/", "/"};
        for (String target : path) {
            assertThat(RawRequest.send(
                            war.port(),
                            "GET https://localhost" + target + " HTTP/1.1",
                            "Host: localhost",
                            "X-Forwarded-For: 192.0.2.1"))
                    .startsWith("HTTP/1.1 421 ");
        }
    }

    @Test
    void bodiesThatDoNotArriveKeepNobodyElseWaiting() throws Exception {
        List<RawConnection> slow = new ArrayList<>();
        try {
            for (String type : new String[] {"application/x-www-form-urlencoded", "application/json"}) {
                for (int i = 0; i < MORE_THAN_THREADS; i++) {
                    RawConnection connection = new RawConnection(war.port());
                    slow.add(connection);
                    connection.write("POST /countersign/verify HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type
                            + "\r\nContent-Length: 1000\r\n\r\na=");
                }
            }
            assertThat(new Visitor(war.url()).get("/health/ready").statusCode()).isEqualTo(200);
        } finally {
            for (RawConnection connection : slow) {
                connection.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:1", "127.0.0.1", "[::1]", "sso.example.org", "sso.example.org:443"})
    void ourOwnNamesAreServed(String host) throws Exception {
        assertThat(RawRequest.send(war.port(), "GET /countersign/health/live HTTP/1.1", "Host: " + host))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/countersign/verify/a%2Fb",
                "/countersign/verify/%2e%2e/admin",
                "/countersign/verify/..;/admin/clients",
                "/countersign//admin/clients",
                "/countersign/admin/clients/%5c",
                "/countersign/%zz"
            })
    void anAmbiguousUriIsRefused(String path) throws Exception {
        assertThat(RawRequest.send(war.port(), "GET " + path + " HTTP/1.1", "Host: localhost"))
                .containsPattern("\\AHTTP/1\\.1 (400|404) ");
    }

    @Test
    void brokenHttpIsRefused() throws Exception {
        String start = "GET /countersign/health/live HTTP/1.1";
        assertThat(RawRequest.send(war.port(), start, "Host: localhost", "Host: localhost"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(RawRequest.send(war.port(), start, "Host: localhost", "Broken : header"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(RawRequest.send(
                        war.port(), start, "Host: localhost", "Content-Length: 1", "Transfer-Encoding: chunked"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(RawRequest.send(war.port(), start, "Host: localhost", "Long: " + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 431 ");
        assertThat(RawRequest.send(war.port(), start, "Host: localhost", "Long: " + "x".repeat(12_000)))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void traceIsRefused() throws Exception {
        for (String path : new String[] {"/", "/countersign/verify", "/countersign/console/"}) {
            assertThat(RawRequest.send(
                            war.port(), "TRACE " + path + " HTTP/1.1", "Host: localhost", "Authorization: Basic eDp5"))
                    .startsWith("HTTP/1.1 405 ")
                    .doesNotContain("eDp5");
        }
    }

    @Test
    void theRootLeadsToTheConsoleAndNothingElseIsThere() throws Exception {
        assertThat(RawRequest.send(war.port(), "GET / HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 302 ")
                .contains("\r\nLocation: /countersign/console/\r\n");
        for (String path : new String[] {
            "/favicon.ico",
            "/other/",
            "/countersign/dev/countersign/launch/Main.class",
            "/countersign/WEB-INF/web.xml",
            "/countersign/META-INF/MANIFEST.MF",
            "/countersign/no/such"
        }) {
            assertThat(RawRequest.send(war.port(), "GET " + path + " HTTP/1.1", "Host: localhost"))
                    .startsWith("HTTP/1.1 404 ")
                    .endsWith("\r\n\r\n404 Not Found\n");
        }
    }

    @Test
    void noAnswerNamesTheServer() throws Exception {
        for (String path : new String[] {"/", "/nothing", "/countersign/health/live", "/countersign/verify"}) {
            assertThat(RawRequest.send(war.port(), "GET " + path + " HTTP/1.1", "Host: localhost"))
                    .doesNotContainIgnoringCase("jetty")
                    .doesNotContainIgnoringCase("\nserver:")
                    .doesNotContainIgnoringCase("x-powered-by");
        }
    }

    @Test
    void behindAProxyThatSpeaksTlsTheCookieIsSecure() throws Exception {
        Optional<String> cookie =
                new Visitor(war.url()).login("admin", war.password()).headers().firstValue("Set-Cookie");

        assertThat(cookie).isPresent();
        assertThat(cookie.orElseThrow()).containsIgnoringCase("; Secure");
    }

    @Tag("full")
    @Test
    void aBodyThatStopsHalfwayIsNotWaitedForForEver() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), war.port())) {
            socket.setSoTimeout(60_000);
            String halfway = "POST /countersign/verify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n\r\na=";
            socket.getOutputStream().write(halfway.getBytes(StandardCharsets.US_ASCII));

            assertThat(socket.getInputStream().read())
                    .as("end of the connection")
                    .isEqualTo(-1);
        }
    }
}
