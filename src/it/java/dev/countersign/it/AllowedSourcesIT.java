package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From where a client may come, at every endpoint of the executable WAR, behind a proxy that is trusted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AllowedSourcesIT {

    private static final String PASSWORD = "the password of the administrator of this test";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String GRANT = "grant_type=client_credentials";
    private static final String INSIDE = "10.1.2.3";
    private static final String OUTSIDE = "192.0.2.7";
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path directory;

    private ExecutableWar war;
    private Visitor visitor;
    private Administrator administrator;
    private String bound;

    @BeforeAll
    void start() throws Exception {
        war = WarCommand.in(directory.resolve("data"))
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", PASSWORD)
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1 ::1")
                .start();
        visitor = new Visitor(war.url());
        administrator = new Administrator(war.url(), PASSWORD);
        String secret = administrator.register(
                "\"client_id\":\"bound\",\"auditor\":true,\"allowed_sources\":[\"10.0.0.0/8\",\"2001:db8::/32\"]");
        bound = Visitor.basic("bound", secret);
    }

    @AfterAll
    void stop() {
        war.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {INSIDE, "2001:db8::7", "::ffff:10.1.2.3"})
    void fromWithinItsRangesTheClientIsGranted(String source) throws Exception {
        assertThat(get("/verify", bound, source).statusCode()).isEqualTo(204);
        assertThat(get("/admin/whoami", bound, source).statusCode()).isEqualTo(200);
        assertThat(get("/verify", bearer(), source).statusCode()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/verify", "/admin/clients", "/metrics"})
    void fromElsewhereARightCredentialIsRefusedLikeAWrongOne(String path) throws Exception {
        String wrong = Visitor.basic("bound", "wrong-".repeat(8));

        assertSame(get(path, bound, OUTSIDE), get(path, wrong, "192.0.2.8"));
        assertSame(get(path, bound, "2001:db9::1"), get(path, Visitor.basic("unknown", "x".repeat(43)), "192.0.2.9"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token?" + GRANT, "/introspect?token=x", "/revoke?token=x"})
    void theOAuthEndpointsRefuseItToo(String call) throws Exception {
        String path = call.substring(0, call.indexOf('?'));
        String form = call.substring(call.indexOf('?') + 1);

        assertThat(post(path, form, INSIDE).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = post(path, form, OUTSIDE);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("invalid_client").doesNotContain("source", "address");
    }

    /** The token is remembered as verified by then; its source is judged at each use. */
    @Test
    void anAccessTokenIsGoodWithinTheRangesOnly() throws Exception {
        String token = bearer();
        for (int round = 0; round < 2; round++) {
            assertThat(get("/verify", token, INSIDE).statusCode()).isEqualTo(204);
            HttpResponse<String> refused = get("/verify", token, OUTSIDE);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .contains("error=\"invalid_token\"");
            assertThat(get("/admin/clients", token, INSIDE).statusCode()).isEqualTo(200);
            assertThat(get("/admin/clients", token, OUTSIDE).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void theLogAndTheRecentRefusalsTellTheReason() throws Exception {
        get("/verify", bound, "198.51.100.7");

        assertThat(war.awaitErr(
                        line -> line.contains("refused=SOURCE_NOT_ALLOWED") && line.contains("source=198.51.100.7"),
                        PATIENCE))
                .isTrue();
        assertThat(administrator.get("/refusals").body()).contains("SOURCE_NOT_ALLOWED", "198.51.100.7");
    }

    @Test
    void adm6_anAdministratorClientCannotExcludeItsOwnAddress() throws Exception {
        HttpResponse<String> refused =
                administrator.patch("/clients/admin", "{\"allowed_sources\":[\"10.0.0.0/8\"]}", "*");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"field\":\"allowed_sources\"");
        assertThat(administrator.get("/whoami").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path, String authorization, String source) throws Exception {
        return visitor.get(path, "Authorization", authorization, "X-Forwarded-For", source, "X-Forwarded-Proto", "https");
    }

    private HttpResponse<String> post(String path, String form, String source) throws Exception {
        return visitor.post(
                path,
                FORM,
                form,
                "Authorization",
                bound,
                "X-Forwarded-For",
                source,
                "X-Forwarded-Proto",
                "https");
    }

    private String bearer() throws Exception {
        Matcher matcher = TOKEN.matcher(post("/token", GRANT, INSIDE).body());
        assertThat(matcher.find()).isTrue();
        return "Bearer " + matcher.group(1);
    }

    private static void assertSame(HttpResponse<String> one, HttpResponse<String> other) {
        assertThat(one.statusCode()).isEqualTo(401);
        assertThat(other.statusCode()).isEqualTo(401);
        assertThat(one.body()).isEqualTo(other.body());
        assertThat(headers(one)).isEqualTo(headers(other));
    }

    /** But for those that differ with each answer. */
    private static Map<String, Object> headers(HttpResponse<String> answer) {
        Map<String, Object> headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        headers.remove("x-request-id");
        return headers;
    }
}
