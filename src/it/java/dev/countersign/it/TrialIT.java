package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why a credential is refused, asked from end to end. */
class TrialIT {

    private static final Duration FETCH_TIMEOUT = Duration.ofSeconds(1);

    /** What a slow machine may add to it. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final String SECRET_ANSWER = "internal-page-7431";

    @TempDir
    static Path data;

    private static HttpServer origin;
    private static HangingOrigin hanging;
    private static ExecutableWar war;
    private static Administrator administrator;

    @BeforeAll
    static void start() throws Exception {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/redirect", 302, "application/json", SECRET_ANSWER.getBytes(StandardCharsets.US_ASCII));
        answer("/page", 200, "text/html", SECRET_ANSWER.getBytes(StandardCharsets.US_ASCII));
        answer("/text", 200, "application/json", SECRET_ANSWER.getBytes(StandardCharsets.US_ASCII));
        answer("/huge", 200, "application/json", new byte[10_000_000]);
        answer("/broken", 500, "application/json", SECRET_ANSWER.getBytes(StandardCharsets.US_ASCII));
        origin.start();
        hanging = new HangingOrigin();
        war = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_KEY_FETCH_ALLOWED_ORIGINS", originUrl() + ',' + hanging.origin())
                .withEnvironment("COUNTERSIGN_KEY_FETCH_TIMEOUT", FETCH_TIMEOUT.toString())
                .start();
        administrator = new Administrator(war.url(), war.password());
    }

    @AfterAll
    static void stop() throws IOException {
        war.close();
        hanging.close();
        origin.stop(0);
    }

    @Test
    void jwt6_whatWasTriedCanStillBeUsedAndCountsOnce() throws Exception {
        SigningClient client = register("tried");
        String assertion = client.assertion(war.url());

        assertThat(tried(client, assertion).get("outcome")).isEqualTo("granted");
        assertThat(tried(client, assertion).get("outcome")).isEqualTo("granted");
        assertThat(SigningClient.verify(war.url(), assertion).statusCode()).isEqualTo(204);
        assertThat(SigningClient.verify(war.url(), assertion).statusCode()).isEqualTo(401);
        assertThat(failed(client, assertion, "replay")).containsEntry("found", "used before");

        String events = administrator.get("/events?client=tried").body();
        assertThat(events).contains("\"client.try\"", "\"granted\"", "\"client:admin\"");
        assertThat(events + war.err() + war.out()).doesNotContain(assertion, assertion.substring(0, 30));
        assertThat(administrator.get("/clients/tried").body()).contains("\"version\":1,");
    }

    @Test
    void jwt2_jwt3_jwt4_whatIsWrongIsSaidInWordsThatHelp() throws Exception {
        SigningClient client = register("wrong");
        String issuer = war.url();

        assertThat(failed(client, client.assertion("https://other.example"), "audience"))
                .containsEntry("found", "https://other.example")
                .hasEntrySatisfying(
                        "expected", expected -> assertThat((String) expected).startsWith(issuer + " "));
        long expiry = NumericDate.now().getValue() - 95;
        Map<String, Object> expired = failed(
                client,
                client.assertion(issuer, claims -> claims.setExpirationTime(NumericDate.fromSeconds(expiry))),
                "not_expired");
        assertThat((String) expired.get("found")).matches(expiry + ", (9[5-9]|1[0-2][0-9]) seconds ago");
        SigningClient stranger = client.with(AssertionSigner.rsa("stolen"));
        Map<String, Object> unknown = failed(client, stranger.assertion(issuer), "key");
        assertThat(unknown)
                .containsEntry("expected", "for RS256, kid stolen")
                .containsEntry("found", "RSA with 2048 bits, kid k1, for RS256");
        SigningClient impostor = client.with(AssertionSigner.rsa("k1"));
        assertThat(failed(client, impostor.assertion(issuer), "signature")).containsEntry("found", "tried: 1");
        assertThat(failed(register("another"), client.assertion(issuer), "client"))
                .containsEntry("found", "wrong");
        assertThat(failed(client, "x".repeat(20_000), "form"))
                .containsEntry("found", "client_assertion: it is longer than 16384 characters");
    }

    @Test
    void key1_key2_key3_aKeySetThatCannotBeFetchedSaysWhyInTime() throws Exception {
        Map<String, String> reasons = Map.of(
                originUrl() + "/redirect",
                "status 302, and redirects are not followed",
                originUrl() + "/huge",
                "more than 65536 bytes",
                originUrl() + "/page",
                "another media type",
                originUrl() + "/text",
                "something that is no key set",
                originUrl() + "/broken",
                "status 500",
                hanging.origin() + "/jwks",
                "not answered within " + FETCH_TIMEOUT);
        int number = 0;
        for (Map.Entry<String, String> reason : reasons.entrySet()) {
            SigningClient client = SigningClient.named("far-" + number++);
            HttpResponse<String> created =
                    administrator.post("/clients", client.registration("\"jwks_uri\":\"" + reason.getKey() + "\""));
            assertThat(created.statusCode()).isEqualTo(201);
            assertThat(created.body())
                    .contains("\"warnings\":[\"jwks_uri cannot be fetched now: ")
                    .doesNotContain(SECRET_ANSWER);
            // So that the trial fetches, too: there is no back-off any more.
            administrator.delete("/clients/" + client.id() + "/key-cache");

            long begin = System.nanoTime();
            String answer = post(client, client.assertion(war.url()));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(FETCH_TIMEOUT.plus(PATIENCE));

            assertThat(answer)
                    .as(reason.getKey())
                    .contains("\"outcome\":\"unavailable\"", "\"result\":\"unknown\"", reason.getValue());
            assertThat(answer).doesNotContain(SECRET_ANSWER);
            HttpResponse<String> refresh = administrator.post("/clients/" + client.id() + "/key-cache/refresh", "{}");
            assertThat(refresh.statusCode()).isEqualTo(502);
            assertThat(refresh.body()).contains(reason.getValue()).doesNotContain(SECRET_ANSWER);
        }
    }

    @Test
    void key1_anAddressThatIsNotPublicIsRefusedBeforeItIsRegistered() throws Exception {
        for (String url : List.of("https://169.254.169.254/", "https://localhost:9/jwks")) {
            HttpResponse<String> refused = administrator.post(
                    "/clients", SigningClient.named("inside").registration("\"jwks_uri\":\"" + url + "\""));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("an address that is not public", "keyFetchAllowedOrigins");
        }
    }

    @Test
    void sec4_aBasicHeaderIsExplainedToo() throws Exception {
        String secret = administrator.register("\"client_id\":\"basic\",\"client_name\":\"Basic\"");
        String id = administrator.secretId("basic");

        String right = tryHeader("basic", Visitor.basic("basic", secret));
        assertThat(right).contains("\"outcome\":\"granted\"", "secret " + id).doesNotContain(secret);
        assertThat(tryHeader("basic", Visitor.basic("basic", secret + "x")))
                .contains("\"outcome\":\"refused\"", "none of its 1");
        assertThat(tryHeader("basic", "Digest x")).contains("another scheme than Basic");
        // No throttle, no counter, no time of use.
        for (int i = 0; i < 15; i++) {
            tryHeader("basic", Visitor.basic("basic", "wrong"));
        }
        assertThat(administrator.get("/refusals").body()).doesNotContain("\"basic\"");
        assertThat(administrator.get("/clients/basic").body()).doesNotContain("last_used_at");
        assertThat(new Visitor(war.url())
                        .get("/verify", "Authorization", Visitor.basic("basic", secret))
                        .statusCode())
                .isEqualTo(204);
    }

    private static SigningClient register(String id) throws Exception {
        SigningClient client = SigningClient.named(id);
        expectCreated(administrator.post("/clients", client.registration("\"jwks\":" + client.keySet())));
        return client;
    }

    private static void expectCreated(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private static String post(SigningClient client, String assertion) throws Exception {
        HttpResponse<String> answer =
                administrator.post("/clients/" + client.id() + "/try", "{\"assertion\":\"" + assertion + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String tryHeader(String client, String header) throws Exception {
        HttpResponse<String> answer =
                administrator.post("/clients/" + client + "/try", "{\"authorization\":\"" + header + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static Map<String, Object> tried(SigningClient client, String assertion) throws Exception {
        return JsonUtil.parseJson(post(client, assertion));
    }

    /** The first check that has not passed, which has to be this one. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> failed(SigningClient client, String assertion, String id) throws Exception {
        Map<String, Object> report = tried(client, assertion);
        assertThat(report.get("outcome")).isEqualTo("refused");
        Map<String, Object> check = ((List<Map<String, Object>>) report.get("checks"))
                .stream()
                        .filter(each -> !each.get("result").equals("passed"))
                        .findFirst()
                        .orElseThrow();
        assertThat(check).as(report.toString()).containsEntry("id", id);
        return check;
    }

    private static String originUrl() {
        return "http://localhost:" + origin.getAddress().getPort();
    }

    private static void answer(String path, int status, String type, byte[] body) {
        origin.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Location", "/text");
            exchange.sendResponseHeaders(status, body.length);
            try {
                exchange.getResponseBody().write(body);
            } finally {
                exchange.close();
            }
        });
    }
}
