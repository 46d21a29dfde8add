package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.http.RawConnection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server by itself refuses, and what it tells about itself. */
class LauncherGuardsIT {
    private static final int MORE_THAN_THREADS = 70;
    private static final Duration MAX_PATIENCE = Duration.ofSeconds(60);

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

    /** Request smuggling: what two readers may take for two things. */
    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "/vectors/launch/requests.csv", delimiter = '|', quoteCharacter = '\'')
    void gen17_httpIsReadStrictly(String fault, int status, String request) throws Exception {
        try (RawConnection connection = new RawConnection(war.port())) {
            assertThat(connection.send(request.translateEscapes()).status()).isEqualTo(status);
        }
    }

    /** Where a request ends is not known then: what follows may be a part of it. */
    @ParameterizedTest
    @ValueSource(strings = {"zz\r\na\r\n0\r\n\r\n", "1\na\r\n0\r\n\r\n", "1\r\nab\r\n0\r\n\r\n", "0\r\nX: a\n\r\n"})
    void gen17_nothingBehindABrokenChunkIsARequest(String body) throws Exception {
        try (RawConnection connection = new RawConnection(war.port())) {
            String head = String.join(
                    "\r\n",
                    "POST /countersign/verify HTTP/1.1",
                    "Host: localhost",
                    "Content-Type: application/x-www-form-urlencoded",
                    "Transfer-Encoding: chunked",
                    "",
                    "");
            String next = "GET /countersign/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
            assertThat(connection.send(head + body + next).status()).isEqualTo(401);
            assertThatThrownBy(() -> connection.read(false))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void theHeadOfARequestIsBounded() throws Exception {
        String start = "GET /countersign/health/live HTTP/1.1";
        assertThat(RawRequest.send(war.port(), start, "Host: localhost", "Long: " + "x".repeat(20_000)))
                .startsWith("HTTP/1.1 431 ");
        assertThat(RawRequest.send(war.port(), start, "Host: localhost", "Long: " + "x".repeat(12_000)))
                .startsWith("HTTP/1.1 200 ");
        // Beside Host and Connection.
        assertThat(RawRequest.send(war.port(), start, "Host: localhost", "x:\r\n".repeat(97) + "x:"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(RawRequest.send(war.port(), start, "Host: localhost", "x:\r\n".repeat(98) + "x:"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void adm7_aLoginFormThatIsTooLongIsRefusedBeforeItComes() throws Exception {
        String head = String.join(
                "\r\n",
                "POST /countersign/login/login.html HTTP/1.1",
                "Host: localhost",
                "Content-Type: application/x-www-form-urlencoded",
                "");
        try (RawConnection announced = new RawConnection(war.port());
                RawConnection chunked = new RawConnection(war.port());
                RawConnection whole = new RawConnection(war.port())) {
            assertThat(announced.send(head + "Content-Length: 8193\r\n\r\n").status())
                    .isEqualTo(413);
            assertThat(chunked.send(head + "Transfer-Encoding: chunked\r\n\r\n2001\r\n" + "a".repeat(8193))
                            .status())
                    .isEqualTo(413);
            assertThat(whole.send(head + "Content-Length: 8192\r\n\r\n" + "a".repeat(8192))
                            .status())
                    .isNotEqualTo(413);
        }
    }

    @Test
    void gen20_whatIsNoHttpWritesNoLog() throws Exception {
        RawRequest.send(war.port(), "GET / HTTP/1.1", "Host: forged host");
        RawRequest.send(war.port(), "GET / HTTP/1.1", "Host: localhost", "Host: forged");

        assertThat(war.err()).doesNotContain("forged");
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
    void meta1_theMetadataIsAtTheHostsRootToo() throws Exception {
        String here = "/countersign/.well-known/oauth-authorization-server";
        String root = "/.well-known/oauth-authorization-server/countersign";
        String[] heads = {"GET ", "HEAD ", "POST ", "DELETE "};
        for (String head : heads) {
            assertThat(answerOf(head + root))
                    .isEqualTo(answerOf(head + here))
                    .startsWith(head.equals("GET ") || head.equals("HEAD ") ? "HTTP/1.1 200 " : "HTTP/1.1 405 ");
        }
        assertThat(RawRequest.send(war.port(), "GET " + root + "?a=b HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"issuer\":\"https://sso.example.org/countersign\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.well-known/oauth-authorization-server",
                "/.well-known/oauth-authorization-server/",
                "/.well-known/oauth-authorization-server/countersign/",
                "/.well-known/oauth-authorization-server/countersign/verify",
                "/.well-known/oauth-authorization-server/countersign;a=b",
                "/.well-known/oauth-authorization-server/counter%73ign",
                "/.well-known/oauth-authorization-server//countersign",
                "/.well-known/oauth-authorization-server/other",
                "/.well-known/openid-configuration/countersign"
            })
    void meta1_noOtherPathLeadsFromTheRootIntoTheApplication(String path) throws Exception {
        assertThat(RawRequest.send(war.port(), "GET " + path + " HTTP/1.1", "Host: localhost"))
                .containsPattern("\\AHTTP/1\\.1 40[04] ");
    }

    @Test
    void meta1_theGuardsStandBeforeTheMetadataAtTheRoot() throws Exception {
        String root = "/.well-known/oauth-authorization-server/countersign";
        assertThat(RawRequest.send(war.port(), "GET " + root + " HTTP/1.1", "Host: evil.example"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(RawRequest.send(war.port(), "GET https://localhost" + root + " HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 421 ");
        assertThat(RawRequest.send(war.port(), "TRACE " + root + " HTTP/1.1", "Host: localhost"))
                .startsWith("HTTP/1.1 405 ");
    }

    /** Without what differs between two requests for the same thing. */
    private static String answerOf(String request) throws Exception {
        return RawRequest.send(war.port(), request + " HTTP/1.1", "Host: localhost")
                .replaceAll("(?m)^(Date|X-Request-Id): .*$", "");
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
    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /countersign/verify HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n",
                "GET /countersign/verify HTTP/1.1\r\nHost: localhost\r\nLong: ",
                "G"
            })
    void aRequestThatNeverEndsIsNotWaitedForForEver(String begin) throws Exception {
        ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), war.port())) {
            socket.setSoTimeout(Math.toIntExact(MAX_PATIENCE.toMillis()));
            OutputStream out = socket.getOutputStream();
            out.write(begin.getBytes(StandardCharsets.US_ASCII));
            Future<?> unused = drip.scheduleAtFixedRate(() -> write(out, 'a'), 1, 1, TimeUnit.SECONDS);

            assertThat(end(socket))
                    .as("a reset, the end or an answer")
                    .isIn("", "HTTP/1.1 400 ", "HTTP/1.1 401 ", "HTTP/1.1 408 ");
        } finally {
            drip.shutdownNow();
        }
    }

    private static void write(OutputStream out, char letter) {
        try {
            out.write(letter);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /** The beginning of the last that comes. */
    private static String end(Socket socket) throws IOException {
        try {
            byte[] answer = socket.getInputStream().readAllBytes();
            return new String(answer, 0, Math.min(answer.length, 13), StandardCharsets.US_ASCII);
        } catch (SocketTimeoutException late) {
            throw late;
        } catch (SocketException reset) {
            return "";
        }
    }
}
