package dev.countersign.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.http.RawConnection;
import dev.countersign.it.Visitor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What has to hold behind every proxy that is set up by its recipe. */
abstract class ProxyScenario extends ProxyStage {

    /** The recipes wait for three seconds; this leaves time to machines which are busy. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(12);

    @Test
    void gen18_theApplicationGetsTheRequestAndWhoSentIt() throws Exception {
        String address = newcomer();
        try (RawConnection connection = proxy.connect(address)) {
            String body = "amount=12&note=%C3%BC";
            Answer answer = connection.send(request(
                            "POST",
                            "/invoices?page=2&x=%2F",
                            authorization(),
                            "Content-Type: application/x-www-form-urlencoded",
                            "Content-Length: " + body.length(),
                            "X-Request: kept")
                    + body);

            assertThat(answer.status()).as(proxy.log()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo(Application.ANSWER);
            assertThat(application.arrived()).hasSize(1);
            Application.Arrived arrived = application.arrived().get(0);
            assertThat(arrived.method()).isEqualTo("POST");
            assertThat(arrived.path()).isEqualTo("/invoices?page=2&x=%2F");
            assertThat(arrived.body()).isEqualTo(body);
            assertThat(arrived.all("x-request")).containsExactly("kept");
            assertThat(arrived.all("content-type")).containsExactly("application/x-www-form-urlencoded");
            assertBilling(arrived);
            assertThat(arrived.all("x-forwarded-for")).containsExactly(address);
            assertThat(arrived.all("x-forwarded-proto")).containsExactly("https");
        }
    }

    @Test
    void gen18_countersignIsToldNothingButTheCredentialAndWhereItCameFrom() throws Exception {
        String address = newcomer();
        getFrom(address, "/x", authorization(), "Cookie: a=b", "X-Client-Id: admin", "X-Forwarded-For: 127.0.0.1");

        assertThat(gate.asked().split("\r\n"))
                .contains("GET /countersign/verify HTTP/1.1".replace("1.1", gateVersion()))
                .anyMatch(("authorization: " + right)::equalsIgnoreCase)
                .anyMatch(("x-forwarded-for: " + address)::equalsIgnoreCase)
                .anyMatch("x-forwarded-proto: https"::equalsIgnoreCase)
                .noneMatch(line -> line.matches("(?i)(cookie|x-client-id|forwarded): .*"))
                .noneMatch(line -> line.contains("admin") || line.contains(", 127.0.0.1"));
    }

    /** nginx 1.22 speaks HTTP/1.0 to those behind it. */
    String gateVersion() {
        return "1.1";
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"})
    void gen18_withoutACredentialNothingPassesWhateverTheMethod(String method) throws Exception {
        for (String credential : List.of("X-None: here", "Authorization: " + Visitor.basic("billing", "wrong"))) {
            try (RawConnection connection = proxy.connect(newcomer())) {
                Answer answer = connection.send(request(method, "/invoices", credential, "Content-Length: 0"));
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate")).contains("Basic realm=\"countersign\"");
            }
        }
        assertThat(application.arrived()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRACE / HTTP/1.1\r\nHost: api.example\r\n\r\n",
                "CONNECT 127.0.0.1:9 HTTP/1.1\r\nHost: 127.0.0.1:9\r\n\r\n",
                "GET http://127.0.0.1:9/ HTTP/1.1\r\nHost: 127.0.0.1:9\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: api.example\r\n\r\n",
                "GET / HTTP/1.0\r\n\r\n",
            })
    void gen18_strangeRequestsWithoutACredentialDoNotPassEither(String request) throws Exception {
        try (RawConnection connection = proxy.connect(newcomer())) {
            Answer answer = connection.send(request);
            // Apache itself answers to OPTIONS *, and says what it would take.
            assertThat(answer.status()).isBetween(request.startsWith("OPTIONS") ? 200 : 400, 499);
            assertThat(answer.body()).isNotEqualTo(Application.ANSWER);
        }
        assertThat(application.arrived()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Basic",
                "Authorization: Basic !!!",
                "Authorization: Bearer x",
                "Authorization: ",
                "Authorization: Basic Og==",
                "X-Client-Id: billing",
            })
    void gen18_noBrokenCredentialPasses(String field) throws Exception {
        assertThat(get("/invoices", field).status()).isEqualTo(401);
        assertThat(application.arrived()).isEmpty();
    }

    @Test
    void gen18_aCredentialInTheBodyIsNotSeen() throws Exception {
        String body = "client_id=billing&client_secret=" + secret;
        try (RawConnection connection = proxy.connect(newcomer())) {
            String head = request(
                    "POST",
                    "/x",
                    "Content-Type: application/x-www-form-urlencoded",
                    "Content-Length: " + body.length());
            assertThat(connection.send(head + body).status()).isEqualTo(401);
        }
        assertThat(application.arrived()).isEmpty();
        assertThat(gate.asked()).doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Client-Id: admin",
                "x-client-ID: admin",
                "X-Client-Id: admin\r\nX-Client-Id: root",
                "X-Client-Id:admin\r\nX-Client-Scope: everything\r\nX-Client-Auth-Method: none",
                "X_Client_Id: admin",
                "X_CLIENT_ID: admin",
                "X-Client_Id: admin",
                "X.Client.Id: admin",
                "X-Client-Id: billing, admin",
                "X-Client-Scope: admin\r\nX_Client_Scope: admin",
                "X-Client-Auth_Method: admin",
            })
    void gen18_whatAClientCallsItselfNeverArrives(String fields) throws Exception {
        Answer answer = get("/invoices", fields, authorization());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(application.arrived()).hasSize(1);
        assertBilling(application.arrived().get(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: X-Client-Id",
                "Connection: keep-alive, x-client-id, X-Client-Scope",
                "Connection: X-Client-Id\r\nConnection: X-Client-Auth-Method",
                "Connection: upgrade, X-Client-Id\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Connection: X-Forwarded-For, X-Forwarded-Proto, Authorization",
                "Connection: close, X-Client-Id\r\nX-Client-Id: admin",
            })
    void gen18_noConnectionHeaderTakesThemAway(String fields) throws Exception {
        String address = newcomer();
        Answer answer = getFrom(address, "/invoices", fields, authorization());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(application.arrived()).hasSize(1);
        Application.Arrived arrived = application.arrived().get(0);
        assertBilling(arrived);
        assertThat(arrived.all("x-forwarded-for")).containsExactly(address);
        assertThat(arrived.all("connection"))
                .allSatisfy(value -> assertThat(value).doesNotContainIgnoringCase("x-client"));
    }

    @Test
    void gen13_whoGuessesHasToWaitAndTheOthersBehindTheProxyDoNot() throws Exception {
        String guesser = newcomer();
        for (int i = 0; i < 10; i++) {
            assertThat(getFrom(guesser, "/x", "Authorization: " + Visitor.basic("billing", "wrong"))
                            .status())
                    .isEqualTo(401);
        }

        Answer throttled = getFrom(guesser, "/x", authorization());
        assertThat(throttled.status()).isEqualTo(403);
        assertThat(throttled.header("Retry-After").map(Integer::valueOf))
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(1, 60));
        for (String forged : List.of(
                "X-Forwarded-For: 198.51.100.1",
                "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-For: 198.51.100.1",
                "Forwarded: for=198.51.100.1;proto=https",
                "X-Real-IP: 198.51.100.1",
                "X_Forwarded_For: 198.51.100.1",
                "Connection: X-Forwarded-For")) {
            assertThat(getFrom(guesser, "/x", forged, authorization()).status())
                    .as(forged)
                    .isEqualTo(403);
        }
        assertThat(application.arrived()).isEmpty();
        assertThat(get("/x", authorization()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-None: here",
                "X-Forwarded-Proto: https",
                "X-Forwarded-For: 127.0.0.1",
                "X-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: https",
                "Forwarded: for=127.0.0.1;proto=https",
                "Forwarded: for=\"",
                "X-Forwarded-Ssl: on",
                "Front-End-Https: on",
                "X_Forwarded_Proto: https",
                "Connection: X-Forwarded-Proto, X-Forwarded-For",
            })
    void hdr5_plainHttpAtTheEdgeIsRefusedWhateverTheClientSays(String fields) throws Exception {
        try (RawConnection connection = proxy.connectWithoutTls(newcomer())) {
            assertThat(connection
                            .send(request("GET", "/x", fields, authorization()))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(application.arrived()).isEmpty();
    }

    /** The page says so: the proxy's own address in the header may be what a container took from there. */
    @Test
    void hdr5_aClientAtTheProxysOwnAddressIsTakenForAForgery() throws Exception {
        assertThat(getFrom("127.0.0.1", "/x", authorization()).status()).isEqualTo(403);
        assertThat(application.arrived()).isEmpty();
    }

    @Test
    void gen18_withoutCountersignNothingPasses() throws Exception {
        gate.shut();
        assertUnavailable();
        gate.open();
        assertThat(get("/x", authorization()).status()).isEqualTo(200);
    }

    @Test
    void gen18_aSilentCountersignIsNoYes() throws Exception {
        gate.fallSilent();
        long begin = System.nanoTime();
        assertUnavailable();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST_WAIT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "503 Service Unavailable",
                "500 Internal Server Error",
                "404 Not Found",
                "429 Too Many Requests",
                "302 Found",
                "304 Not Modified",
                "400 Bad Request"
            })
    void gen18_anyOtherAnswerIsNoYes(String status) throws Exception {
        gate.answer("HTTP/1.1 " + status, "Content-Length: 0", "X-Client-Id: admin", "Location: http://127.0.0.1:9/");
        assertUnavailable();
    }

    @Test
    void gen18_anAnswerThatIsNoHttpIsNoYes() throws Exception {
        gate.answer("hello");
        assertUnavailable();
    }

    private void assertUnavailable() throws IOException {
        Answer answer = get("/x", authorization());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).contains("5");
        assertThat(application.arrived()).isEmpty();
    }

    static List<String> paths() {
        return List.of(
                "/",
                "//",
                "/a//b",
                "/a/../b",
                "/a/..;/b",
                "/a/%2e%2e/b",
                "/a/%2E%2E%2Fb",
                "/a%2fb",
                "/a%5c..%5cb",
                "/a;x=y/b",
                "/a/./b",
                "/_countersign",
                "/_countersign/",
                "//_countersign",
                "/%5fcountersign",
                "/x/../_countersign",
                "/countersign/verify",
                "/a?b=%00",
                "/%00",
                "/a%0d%0aX-Client-Id:%20admin");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void gen18_noPathLeadsRoundTheQuestion(String path) throws Exception {
        assertThat(get(path).status()).as(path).isBetween(400, 499);
        assertThat(application.arrived()).isEmpty();

        Answer answer = get(path, authorization(), "X-Client-Id: admin");
        assertThat(answer.status()).as(path).matches(status -> status == 200 || (status >= 400 && status < 500));
        assertThat(application.arrived())
                .hasSize(answer.status() == 200 ? 1 : 0)
                .allSatisfy(arrived -> {
                    assertBilling(arrived);
                    // Apache makes one slash of several.
                    assertThat(arrived.path().replaceAll("/+", "/")).isEqualTo(path.replaceAll("/+", "/"));
                });
    }

    @Test
    void gen18_everyRequestOfAConnectionIsAskedAbout() throws Exception {
        try (RawConnection connection = proxy.connect(newcomer())) {
            String none = request("GET", "/none");
            String good = request("GET", "/good", authorization());
            assertThat(connection.send(none).status()).isEqualTo(401);
            assertThat(connection.send(good).status()).isEqualTo(200);
            assertThat(connection.send(none).status()).isEqualTo(401);
            connection.write(good + none + good + none);
            assertThat(List.of(
                            connection.read(false).status(),
                            connection.read(false).status(),
                            connection.read(false).status(),
                            connection.read(false).status()))
                    .containsExactly(200, 401, 200, 401);
        }
        assertThat(application.arrived()).extracting(Application.Arrived::path).containsOnly("/good");
        assertThat(application.arrived()).hasSize(3).allSatisfy(this::assertBilling);
    }

    @Test
    void gen18_theBodyOfARefusedRequestIsNoRequest() throws Exception {
        String hidden = request("GET", "/hidden", authorization());
        try (RawConnection connection = proxy.connect(newcomer())) {
            Answer refused = connection.send(request("POST", "/x", "Content-Length: " + hidden.length()) + hidden);
            assertThat(refused.status()).isEqualTo(401);
        }
        assertThat(get("/after", authorization()).status()).isEqualTo(200);
        assertThat(application.arrived()).extracting(Application.Arrived::path).containsExactly("/after");
    }

    @Test
    void whoAsksBeforeSendingTheBodyIsAnsweredToo() throws Exception {
        try (RawConnection connection = proxy.connect(newcomer())) {
            connection.write(request("POST", "/x", "Content-Length: 5", "Expect: 100-continue"));
            assertThat(connection.read(false).status()).isEqualTo(401);
        }
        assertThat(application.arrived()).isEmpty();
        try (RawConnection connection = proxy.connect(newcomer())) {
            connection.write(request("POST", "/x", "Content-Length: 5", "Expect: 100-continue", authorization()));
            connection.write("hello");
            assertThat(connection.read(false).status()).isEqualTo(200);
        }
        assertThat(application.arrived()).extracting(Application.Arrived::body).containsExactly("hello");
        assertThat(application.arrived()).allSatisfy(this::assertBilling);
    }

    static List<String> ambiguities() {
        return List.of(
                "Content-Length: 4\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 4\r\nTransfer-Encoding: xchunked",
                "Content-Length: 4\r\nTransfer-Encoding : chunked",
                "Content-Length: 4\r\nTransfer-Encoding:\tchunked",
                "Content-Length: 4\r\nTransfer-Encoding: chunked, identity",
                "Content-Length: 4\r\nTransfer-Encoding: identity\r\nTransfer-Encoding: chunked",
                "Content-Length: 4\r\nTransfer_Encoding: chunked",
                "Content-Length: 5\r\nContent-Length: 4",
                "Content-Length: +5",
                "Content-Length: 5\r\n Transfer-Encoding: chunked");
    }

    @ParameterizedTest
    @MethodSource("ambiguities")
    void gen18_noRequestHidesInAnother(String framing) throws Exception {
        String hidden = "GET /hidden HTTP/1.1\r\nHost: api.example\r\nX-Client-Id: admin\r\n\r\n";
        String chunked = Integer.toHexString(hidden.length()) + "\r\n" + hidden + "\r\n0\r\n\r\n";
        for (String body : List.of("0\r\n\r\n" + hidden, chunked)) {
            try (RawConnection connection = proxy.connect(newcomer())) {
                connection.write(request("POST", "/front", framing, authorization()) + body);
                assertThat(connection.read(false).status())
                        .matches(status -> status == 200 || (status >= 400 && status < 600));
            }
        }
        // On a connection that the proxy keeps to the application, the hidden one would come now.
        assertThat(get("/after", authorization()).status()).isEqualTo(200);
        assertThat(application.arrived())
                .allSatisfy(this::assertBilling)
                .extracting(Application.Arrived::path)
                .contains("/after")
                .isSubsetOf("/front", "/after");
    }

    @Test
    void largeHeadersAreRefusedOrPassedWhole() throws Exception {
        String large = "X-Large: " + "a".repeat(6000);
        assertThat(get("/x", large, authorization()).status()).isEqualTo(200);
        assertThat(application.arrived().get(0).all("x-large")).containsExactly("a".repeat(6000));
        application.forget();
        String tooLarge = "X-Large: " + "a".repeat(100_000);
        try (RawConnection connection = proxy.connect(newcomer())) {
            assertThat(connection
                            .send(request("GET", "/x", tooLarge, authorization()))
                            .status())
                    .isBetween(400, 499);
        } catch (IOException e) {
            // Closed before we had said all of it, and its answer was lost.
            assertThat(e).isInstanceOf(IOException.class);
        }
        assertThat(get("/x", "Authorization: Basic " + "A".repeat(6000)).status())
                .isEqualTo(401);
        assertThat(application.arrived()).isEmpty();
    }

    /** Each of the headers once, in one spelling; a client without scopes may have none of the third. */
    private void assertBilling(Application.Arrived arrived) {
        assertThat(arrived.all("x-client-id")).containsExactly("billing");
        assertThat(arrived.all("x-client-auth-method")).containsExactly("client_secret_basic");
        assertThat(arrived.all("x-client-scope")).containsExactly("invoices:read invoices:write");
        assertThat(arrived.all("authorization")).isEmpty();
    }
}
