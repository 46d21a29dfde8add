package dev.countersign.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.countersign.kit.FakeTokenServer.Reply;
import dev.countersign.kit.FakeTokenServer.Request;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jose4j.json.JsonUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server on loopback that answers as each test says. */
class TokenClientTest {

    private static final String SECRET = "s3cret: with % + ü & =/";
    private static final String SIGNING_SECRET = "a secret of the client, long enough for a hash";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(1);
    private static final String THREE_HUNDRED = ",\"expires_in\":300";

    private final FakeTokenServer server = FakeTokenServer.started();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-07-01T12:00:00Z"));
    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theIssuersUrlIsEnough() {
        TokenClient tokens = basic();

        assertThat(tokens.token()).isEqualTo("token-1");

        assertThat(server.otherPaths())
                .containsExactly(
                        FakeTokenServer.WELL_KNOWN + "/countersign", "/countersign" + FakeTokenServer.WELL_KNOWN);
        Request request = only();
        assertThat(request.parameter("grant_type")).isEqualTo("client_credentials");
        assertThat(request.form()).containsOnlyKeys("grant_type");
        assertThat(request.header("Content-type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void theRfcsOwnPlaceComesFirst() {
        server.publish(
                FakeTokenServer.WELL_KNOWN + "/countersign",
                FakeTokenServer.metadata(
                        server.issuer().toString(), server.endpoint().toString()));

        assertThat(basic().token()).isEqualTo("token-1");

        assertThat(server.otherPaths()).containsExactly(FakeTokenServer.WELL_KNOWN + "/countersign");
    }

    @Test
    void placesOfTheMetadata() {
        assertThat(Discovery.places(URI.create("https://host/countersign")))
                .extracting(URI::toString)
                .containsExactly(
                        "https://host/.well-known/oauth-authorization-server/countersign",
                        "https://host/countersign/.well-known/oauth-authorization-server");
        for (String root : List.of("https://host:8443", "https://host:8443/")) {
            assertThat(Discovery.places(URI.create(root)))
                    .extracting(URI::toString)
                    .containsExactly("https://host:8443/.well-known/oauth-authorization-server");
        }
    }

    @Test
    void metadataIsReadOnceAnHourAndTheLastGoodOneStays() {
        TokenClient tokens = basic();
        tokens.token();
        passes(Duration.ofMinutes(59));
        tokens.token();
        assertThat(server.otherPaths()).hasSize(2);

        server.publish("/countersign" + FakeTokenServer.WELL_KNOWN, Reply.json(500, "{}"));
        passes(Duration.ofMinutes(1));
        assertThat(tokens.withScope("a").token()).isEqualTo("token-3");
        assertThat(server.otherPaths()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "x", "/../countersign", "?a=b"})
    void metadataOfAnotherIssuerIsRefused(String more) {
        server.publish(
                "/countersign" + FakeTokenServer.WELL_KNOWN,
                FakeTokenServer.metadata(
                        server.issuer() + more, server.endpoint().toString()));

        TokenException refusal = failure(basic());

        assertThat(refusal).hasMessageContaining("another issuer than " + server.issuer());
        assertThat(server.tokenRequests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sentry.example/token",
                "http://127.0.0.1.example/token",
                "http://localhost:1@sentry.example/",
                "ftp://127.0.0.1/token",
                "/token",
                "https://user@sentry.example/token",
                "https://sentry.example/token#x",
                "no url"
            })
    void aTokenEndpointIsSafe(String endpoint) {
        server.publish(
                "/countersign" + FakeTokenServer.WELL_KNOWN,
                FakeTokenServer.metadata(server.issuer().toString(), endpoint));
        assertThat(failure(basic())).hasMessageContaining("token_endpoint");

        Supplier<char[]> secret = SECRET::toCharArray;
        assertThatThrownBy(() -> TokenClient.ofEndpoint(URI.create(endpoint), "billing", secret))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TokenClient.ofIssuer(URI.create(endpoint), "billing", secret))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://host/a?b", "host", ""})
    void anIssuerIsAUrlWithoutAQuery(String issuer) {
        assertThatThrownBy(() -> TokenClient.ofIssuer(URI.create(issuer), "billing", SECRET::toCharArray))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anAssertionIsForTheIssuer() {
        ClientAssertion other = new ClientAssertion("billing", server.issuer() + "/", key());
        assertThatThrownBy(() -> TokenClient.ofIssuer(server.issuer(), other))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTokenIsKeptUntilShortlyBeforeItsEnd() {
        TokenClient tokens = basic();

        assertThat(tokens.token()).isEqualTo("token-1");
        // A tenth of five minutes: the last instant of its use, and the first of its renewal.
        passes(Duration.ofSeconds(270).minusMillis(1));
        assertThat(tokens.token()).isEqualTo("token-1");
        passes(Duration.ofMillis(1));
        assertThat(tokens.token()).isEqualTo("token-2");
        assertThat(server.tokenRequests()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        // Life, and seconds until the renewal: a tenth is left, at most 30 seconds.
        "10, 9",
        "3600, 3570",
        "3600.0, 3570",
        // Longer than a day counts as a day.
        "86401, 86370",
        "9223372036854775807, 86370",
        "1e300, 86370",
        // None: a minute.
        "'', 54"
    })
    void renewalByTheLife(String life, long seconds) {
        server.reply(Reply.token("first", life.isEmpty() ? "" : ",\"expires_in\":" + life));
        TokenClient tokens = basic();
        assertThat(tokens.token()).isEqualTo("first");
        passes(Duration.ofSeconds(seconds).minusMillis(1));
        assertThat(tokens.token()).isEqualTo("first");
        passes(Duration.ofMillis(1));
        assertThat(tokens.token()).isEqualTo("token-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "-9223372036854775808", "\"300\"", "true", "[300]", "0.5"})
    void aLifeThatIsNone(String life) {
        server.reply(Reply.token("never-used", ",\"expires_in\":" + life));

        assertThat(failure(basic())).hasMessageContaining("expires_in").hasMessageNotContaining("never-used");
    }

    @Test
    void whenTheClockWasSetBackTheTokenCountsNoMore() {
        TokenClient tokens = basic();
        tokens.token();
        passes(Duration.ofSeconds(-1));
        assertThat(tokens.token()).isEqualTo("token-2");
    }

    @Test
    void eachScopeAndResourceHasItsOwn() {
        TokenClient tokens = basic();
        TokenClient narrow = tokens.withScope("b a");
        URI resource = URI.create("https://api.example/invoices");

        assertThat(tokens.token()).isEqualTo("token-1");
        assertThat(narrow.token()).isEqualTo("token-2");
        assertThat(narrow.withResource(resource).token()).isEqualTo("token-3");
        assertThat(narrow.withResource(resource)
                        .withResource(URI.create("urn:other"))
                        .token())
                .isEqualTo("token-4");
        assertThat(tokens.withScope("a b").withResource(resource).token())
                .as("neither order nor place counts")
                .isEqualTo("token-3");

        List<Request> requests = server.tokenRequests();
        assertThat(requests.get(1).parameter("scope")).isEqualTo("a b");
        assertThat(requests.get(3).parameter("resource")).isEqualTo("https://api.example/invoices,urn:other");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a  b", " a", "a\"", "a\\b", "ä", "a\nb"})
    void aScopeIsWords(String scope) {
        TokenClient tokens = basic();
        assertThatThrownBy(() -> tokens.withScope(scope)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoices", "/invoices", "https://api.example/#a"})
    void aResourceIsAbsoluteAndWhole(String resource) {
        TokenClient tokens = basic();
        assertThatThrownBy(() -> tokens.withResource(URI.create(resource)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsKeptIsBounded() {
        CachedTokens tokens = new CachedTokens(
                new TokenServer(
                        deadline -> server.endpoint(),
                        ClientCredential.of("billing", SECRET::toCharArray),
                        Exchange.usual(),
                        now::get,
                        Pauser.REAL),
                now::get);
        CachedToken first = tokens.of(TokenRequest.PLAIN);
        CachedToken second = tokens.of(TokenRequest.PLAIN.withScope("second"));
        for (int i = 2; i < CachedTokens.MAX_TOKENS; i++) {
            tokens.of(TokenRequest.PLAIN.withScope("s" + i));
        }
        assertThat(tokens.of(TokenRequest.PLAIN)).isSameAs(first);
        tokens.of(TokenRequest.PLAIN.withScope("one too many"));

        assertThat(tokens.of(TokenRequest.PLAIN)).isSameAs(first);
        assertThat(tokens.of(TokenRequest.PLAIN.withScope("second")))
                .as("it was used least")
                .isNotSameAs(second);
    }

    @Test
    void oneFetchInFlightForFiftyThreads() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        server.holdUntil(latch);
        TokenClient tokens = basic();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        List<Thread> threads = started(50, tokens, answers);

        await(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        await(() -> !server.tokenRequests().isEmpty());
        latch.countDown();

        for (CompletableFuture<String> answer : answers) {
            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("token-1");
        }
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void aFailureIsSharedByThoseWhoWaited() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        server.holdUntil(latch);
        server.reply(Reply.json(401, "{\"error\":\"invalid_client\"}"));
        List<CompletableFuture<String>> answers = new ArrayList<>();
        List<Thread> threads = started(20, basic(), answers);
        await(() -> threads.stream().allMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING));
        latch.countDown();

        for (CompletableFuture<String> answer : answers) {
            assertThatThrownBy(() -> answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasRootCauseInstanceOf(TokenException.class)
                    .hasMessageContaining("invalid_client");
        }
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void whenTheFetchingThreadIsInterruptedAnotherOneFetches() throws Exception {
        CountDownLatch latch = new CountDownLatch(1);
        server.holdUntil(latch);
        TokenClient tokens = basic();
        List<CompletableFuture<String>> first = new ArrayList<>();
        List<CompletableFuture<String>> second = new ArrayList<>();
        Thread fetching = started(1, tokens, first).get(0);
        await(() -> server.tokenRequests().size() == 1);
        Thread waiting = started(1, tokens, second).get(0);
        await(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        fetching.interrupt();
        await(() -> server.tokenRequests().size() == 2);
        latch.countDown();

        assertThatThrownBy(() -> first.get(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .hasMessageContaining("interrupted");
        assertThat(second.get(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("token-2");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() {
        server.holdUntil(new CountDownLatch(1));
        TokenClient tokens = TokenClient.ofEndpoint(server.endpoint(), "billing", SECRET::toCharArray)
                .withTimeout(Duration.ofMillis(200));
        assertThat(failure(tokens)).hasMessageContaining("did not answer within");
    }

    @Test
    void anAnswerThatNeverEndsIsGivenUp() {
        server.reply(Reply.json(200, "{").endless());
        TokenClient tokens = TokenClient.ofEndpoint(server.endpoint(), "billing", SECRET::toCharArray)
                .withTimeout(Duration.ofMillis(200));
        assertThat(failure(tokens)).hasMessageContaining("did not answer within");
    }

    @Test
    void jwt6_everyTryHasAJtiOfItsOwn() throws Exception {
        server.reply(Reply.json(503, "{}"), Reply.json(502, ""));

        assertThat(signing().token()).isEqualTo("token-3");

        List<Object> ids = new ArrayList<>();
        for (Request request : server.tokenRequests()) {
            assertThat(request.parameter("client_assertion_type")).isEqualTo(ClientAssertion.TYPE);
            assertThat(request.parameter("client_id")).isEqualTo("billing");
            assertThat(request.header("Authorization")).isEmpty();
            Map<String, Object> claims = claims(request.parameter("client_assertion"));
            assertThat(claims).containsEntry("aud", server.issuer().toString());
            ids.add(claims.get("jti"));
        }
        assertThat(ids).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void theTriesAreCounted() {
        server.reply(Stream.generate(() -> Reply.json(503, "{}")).limit(9).toArray(Reply[]::new));
        TokenClient tokens = basic();

        assertThat(failure(tokens).status()).hasValue(503);
        assertThat(server.tokenRequests()).hasSize(TokenServer.MAX_TRIES);
        assertThat(waits).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @ParameterizedTest
    @CsvSource({
        "429, 3, PT3S",
        "503, '  3 ', PT3S",
        // Less than the usual wait, past, or nothing that can be read.
        "503, 0, PT0.25S",
        "503, 'Wed, 01 Jul 2020 12:00:04 GMT', PT0.25S",
        "503, soon, PT0.25S",
        "503, -5, PT0.25S",
        // Where it has no meaning.
        "502, 3, PT0.25S"
    })
    void retryAfterIsHonoured(int status, String value, Duration wait) {
        server.reply(Reply.json(status, "{}").with("Retry-After", value));

        assertThat(basic().token()).isEqualTo("token-2");

        assertThat(waits).containsExactly(wait);
    }

    @Test
    void whileRetryAfterLastsEveryCallFailsAtOnce() {
        server.reply(Reply.json(429, "{}").with("Retry-After", "120"));
        TokenClient tokens = basic();

        assertThat(failure(tokens).retryAfter()).contains(Duration.ofMinutes(2));
        passes(Duration.ofSeconds(119));
        TokenException later = failure(tokens.withScope("other"));
        assertThat(later.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(later.status()).hasValue(429);
        assertThat(later)
                .hasMessageContaining("Not asked again for another 1 s")
                .hasMessageContaining("429");
        assertThat(waits).isEmpty();
        assertThat(server.tokenRequests()).hasSize(1);

        passes(Duration.ofSeconds(1));
        assertThat(tokens.token()).isEqualTo("token-2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3601", "9999999999999999999999", "Mon, 01 Jul 2999 12:00:00 GMT"})
    void aLongRetryAfterIsAnHour(String value) {
        server.reply(Reply.json(503, "{}").with("Retry-After", value));
        assertThat(failure(basic()).retryAfter()).contains(RetryAfter.MAX);
    }

    @Test
    void aRefusalIsNotRepeatedAtOnce() {
        server.reply(
                Reply.json(
                        401, "{\"error\":\"invalid_client\",\"error_description\":\"Client authentication failed\"}"),
                Reply.json(401, "{\"error\":\"invalid_client\"}"));
        TokenClient tokens = basic();

        TokenException refusal = failure(tokens);
        assertThat(refusal.error()).contains("invalid_client");
        assertThat(refusal.errorDescription()).contains("Client authentication failed");
        assertThat(refusal.status()).hasValue(401);
        assertThat(refusal)
                .hasMessage(server.endpoint() + " answered 401 invalid_client: Client authentication failed");
        assertThat(failure(tokens.withScope("other")).error()).contains("invalid_client");
        assertThat(server.tokenRequests()).hasSize(1);

        // One second, then two.
        passes(Duration.ofSeconds(1));
        failure(tokens);
        passes(Duration.ofMillis(1999));
        failure(tokens);
        assertThat(server.tokenRequests()).hasSize(2);
        passes(Duration.ofMillis(1));
        assertThat(tokens.token()).isEqualTo("token-3");
    }

    @Test
    void anUnknownScopeIsNoReasonToPauseForOthers() {
        server.reply(Reply.json(400, "{\"error\":\"invalid_scope\"}"));
        TokenClient tokens = basic();

        assertThat(failure(tokens.withScope("unknown")).error()).contains("invalid_scope");
        assertThat(failure(tokens.withScope("unknown")).error()).contains("invalid_scope");
        assertThat(tokens.withScope("known").token()).isEqualTo("token-2");
    }

    @Test
    void whileNoNewOneIsToBeHadTheOldOneServes() {
        TokenClient tokens = basic();
        tokens.token();
        server.reply(Stream.generate(() -> Reply.json(503, "{}")).limit(9).toArray(Reply[]::new));
        passes(Duration.ofSeconds(275));
        assertThat(tokens.token()).isEqualTo("token-1");
        assertThat(tokens.token()).isEqualTo("token-1");
        assertThat(server.tokenRequests()).as("one fetch with its tries").hasSize(4);

        // Ten seconds before its end it has a way to go no more.
        passes(Duration.ofSeconds(15));
        failure(tokens);
    }

    @Test
    void whileAnotherThreadRenewsTheOldOneServes() throws Exception {
        TokenClient tokens = basic();
        tokens.token();
        CountDownLatch latch = new CountDownLatch(1);
        server.holdUntil(latch);
        passes(Duration.ofSeconds(271));
        List<CompletableFuture<String>> renewing = new ArrayList<>();
        started(1, tokens, renewing);
        await(() -> server.tokenRequests().size() == 2);

        assertThat(tokens.token()).isEqualTo("token-1");

        latch.countDown();
        assertThat(renewing.get(0).get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("token-2");
    }

    @Test
    void aRejectedTokenIsReplacedOnce() {
        TokenClient tokens = basic();
        String first = tokens.token();

        for (int i = 0; i < 50; i++) {
            assertThat(tokens.invalidate(first)).isTrue();
            assertThat(tokens.token()).isEqualTo("token-2");
        }
        assertThat(server.tokenRequests()).hasSize(2);

        // The new one is rejected too, so the fault may be elsewhere.
        assertThat(tokens.invalidate("token-2")).isFalse();
        passes(CachedToken.REJECTION_INTERVAL.minusMillis(1));
        assertThat(tokens.invalidate("token-2")).isFalse();
        assertThat(tokens.token()).isEqualTo("token-2");
        passes(Duration.ofMillis(1));
        assertThat(tokens.invalidate("token-2")).isTrue();
        assertThat(tokens.token()).isEqualTo("token-3");
    }

    @Test
    void aRequestIsAuthorizedAndItsTokenRejected() {
        TokenClient tokens = basic();
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("https://api.example/"));

        HttpRequest request = tokens.authorize(builder).build();
        assertThat(request.headers().allValues("Authorization")).containsExactly("Bearer token-1");
        assertThat(tokens.invalidate(request)).isTrue();
        assertThat(tokens.authorize(builder).build().headers().allValues("Authorization"))
                .containsExactly("Bearer token-2");
        assertThat(tokens.invalidate(HttpRequest.newBuilder(URI.create("https://api.example/"))
                        .build()))
                .isFalse();
    }

    @Test
    void sec1_idAndSecretAreFormEncoded() {
        TokenClient.ofIssuer(server.issuer(), "id: ü+%&", SECRET::toCharArray).token();

        String field = only().header("Authorization");
        assertThat(field).startsWith("Basic ");
        String pair = new String(Base64.getDecoder().decode(field.substring(6)), StandardCharsets.US_ASCII);
        assertThat(pair).isEqualTo("id%3A+%C3%BC%2B%25%26:s3cret%3A+with+%25+%2B+%C3%BC+%26+%3D%2F");
        assertThat(URLDecoder.decode(pair.split(":", -1)[1], StandardCharsets.UTF_8))
                .isEqualTo(SECRET);
    }

    @Test
    void aSecretThatWasWipedIsNotSent() {
        char[] chars = SECRET.toCharArray();
        TokenClient tokens = TokenClient.ofIssuer(server.issuer(), "billing", () -> chars);
        tokens.token();
        assertThat(chars).containsOnly('\0');
        tokens.invalidate("token-1");

        assertThatThrownBy(tokens::token)
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("a new one");
        assertThat(server.tokenRequests()).hasSize(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        String elsewhere = server.issuer() + "/elsewhere";
        for (int status : new int[] {301, 302, 307, 308}) {
            server.reply(Reply.json(status, "").with("Location", elsewhere));
            assertThat(failure(basic())).hasMessageContaining("redirect");
        }
        assertThat(server.otherPaths()).doesNotContain("/countersign/elsewhere");
        server.publish(
                "/countersign" + FakeTokenServer.WELL_KNOWN, Reply.json(302, "").with("Location", elsewhere));
        assertThat(failure(basic())).hasMessageContaining("redirect");
        assertThat(server.otherPaths()).doesNotContain("/countersign/elsewhere");

        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        TokenClient tokens = basic();
        assertThatThrownBy(() -> tokens.withHttp(following)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLongAnswerIsCut() {
        String padding = " ".repeat(Exchange.MAX_BYTES);
        server.reply(Reply.token("long", THREE_HUNDRED + padding));
        assertThat(failure(basic())).hasMessageContaining("more than 65536 bytes");
        // It never ends, but is not waited for.
        server.reply(Reply.json(200, padding + padding).endless());
        assertThat(failure(basic())).hasMessageContaining("more than 65536 bytes");

        int rest =
                Exchange.MAX_BYTES - Reply.token("fits", THREE_HUNDRED).body().length();
        server.reply(Reply.token("fits", THREE_HUNDRED + " ".repeat(rest)));
        assertThat(basic().token()).isEqualTo("fits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "\"token\"",
                "{",
                "{}",
                "{\"access_token\":null,\"token_type\":\"Bearer\"}",
                "{\"access_token\":1,\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"planted token\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"planted\\r\\nX: y\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"planted\"}",
                "{\"access_token\":\"planted\",\"token_type\":\"DPoP\"}",
                "{\"access_token\":\"planted\",\"access_token\":\"planted2\",\"token_type\":\"Bearer\"}",
                "{\"access_token\":\"planted\",\"token_type\":\"Bearer\"} planted"
            })
    void anAnswerWithoutAGoodToken(String body) {
        server.reply(Reply.json(200, body));
        TokenException failure = failure(basic());
        assertThat(failure.status()).isEmpty();
        assertThat(printed(failure)).doesNotContain("planted");
    }

    @Test
    void nestingIsBounded() {
        for (String opening : List.of("[", "{\"a\":")) {
            server.reply(Reply.json(200, opening.repeat(10_000)));
            assertThat(failure(basic())).hasMessageContaining("no JSON object");
        }
        server.reply(Reply.token("deep", ",\"more\":[[[[{\"a\":\"[[[[[[[[[[[[[[[[[[[[[[[\\\"[[\"}]]]]"));
        assertThat(basic().token()).isEqualTo("deep");
    }

    @Test
    void aPageIsNoAnswer() {
        Reply page = Reply.json(200, "<html>Sign in</html>").with("Content-Type", "text/html; charset=utf-8");
        server.reply(page);
        assertThat(failure(basic())).hasMessageContaining("no JSON, but text/html; charset=utf-8");
        server.publish(FakeTokenServer.WELL_KNOWN + "/countersign", page);
        assertThat(basic().token()).as("a page in the first place").isEqualTo("token-2");
        server.publish("/countersign" + FakeTokenServer.WELL_KNOWN, page);
        assertThat(failure(basic())).hasMessageContaining("text/html");
        // A proxy's own page, with an error.
        server.reply(Reply.json(404, "<h1>\u001b[31m</h1>").with("Content-Type", "text/html"));
        assertThat(failure(TokenClient.ofEndpoint(server.endpoint(), "billing", SECRET::toCharArray)))
                .hasMessage(server.endpoint() + " answered 404");
    }

    @Test
    void sec6_neitherSecretNorAssertionNorTokenIsEverPrinted() throws Exception {
        TokenClient tokens = basic();
        String token = tokens.token();
        assertThat(tokens
                        + printed(
                                new IllegalStateException(tokens.withScope("a").toString())))
                .doesNotContain(token)
                .doesNotContain(SECRET);
        assertThat(tokens.withScope("a b").withResource(URI.create("urn:x")).toString())
                .isEqualTo("TokenClient[" + server.issuer() + ", scope a b, for [urn:x]]");

        String echo = JsonUtil.toJson(Map.of("error", SECRET, "error_description", "wrong: " + SECRET));
        server.reply(Reply.json(401, echo));
        TokenException refusal = failure(basic());
        assertThat(printed(refusal) + refusal.error() + refusal.errorDescription())
                .doesNotContain(SECRET);

        server.reply(Reply.json(
                400,
                "{\"error\":\"invalid_request\",\"error_description\":\"a\\r\\n\u001b[1mü" + "x".repeat(1000) + "\"}"));
        String description = failure(basic()).errorDescription().orElseThrow();
        assertThat(description).startsWith("a???[1m?xxx").hasSizeLessThan(310).matches("[ -~]+");
    }

    @Test
    void theServerIsAwayAndComesBack() throws IOException {
        TokenClient tokens = basic();
        server.close();
        TokenException failure = failure(tokens);
        assertThat(failure).hasMessageContaining("cannot be reached");
        assertThat(failure.status()).isEmpty();
        assertThat(waits).hasSize(2);
    }

    @Test
    void patienceIsBounded() {
        TokenClient tokens = basic();
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(301))) {
            assertThatThrownBy(() -> tokens.withTimeout(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private TokenClient basic() {
        return timed(TokenClient.ofIssuer(server.issuer(), "billing", SECRET::toCharArray));
    }

    private TokenClient signing() {
        return timed(TokenClient.ofIssuer(
                server.issuer(), new ClientAssertion("billing", server.issuer().toString(), key())));
    }

    /** With the test's clock, on which a wait passes at once. */
    private TokenClient timed(TokenClient tokens) {
        return tokens.withClock(now::get).withPauser(wait -> {
            waits.add(wait);
            passes(wait);
        });
    }

    private void passes(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    private static ClientKey key() {
        return ClientKey.ofSecret(SIGNING_SECRET.toCharArray());
    }

    private Request only() {
        assertThat(server.tokenRequests()).hasSize(1);
        return server.tokenRequests().get(0);
    }

    private static TokenException failure(TokenClient tokens) {
        return catchThrowableOfType(TokenException.class, tokens::token);
    }

    private static List<Thread> started(int number, TokenClient tokens, List<CompletableFuture<String>> answers) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            answers.add(answer);
            Thread thread = new Thread(() -> {
                try {
                    answer.complete(tokens.token());
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        return threads;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static Map<String, Object> claims(String assertion) throws Exception {
        return JsonUtil.parseJson(
                new String(Base64.getUrlDecoder().decode(assertion.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }
}
