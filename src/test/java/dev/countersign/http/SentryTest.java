package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.Gatekeeper;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PluginCredential;
import dev.countersign.auth.PresentedRequest;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Refusal;
import dev.countersign.auth.Throttle;
import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order of work at the door, as seen from outside. */
class SentryTest {

    private final EmbeddedDoor door = new EmbeddedDoor()
            .guard("/protected/*", Map.of())
            .guard("/verify/*", Map.of("forwardAuth", "true"))
            .servlet("/verify/*", new VerifyServlet())
            .servlet("/protected/*", (request, response) -> response.getWriter().print("hello"));

    @BeforeEach
    void open() throws Exception {
        door.clients
                .add("public", "s", "", AuthMethod.CLIENT_SECRET_BASIC, AccessType.PUBLIC, true)
                .add("disabled", "s", "", AuthMethod.CLIENT_SECRET_BASIC, AccessType.CONFIDENTIAL, false)
                .add("jwt", "s", "", new AuthMethod("private_key_jwt"), AccessType.CONFIDENTIAL, true);
        door.start();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Answer get(String path, String userPass) throws IOException {
        String basic = Base64.getEncoder().encodeToString(userPass.getBytes(StandardCharsets.UTF_8));
        try (RawConnection connection = door.connect()) {
            return connection.send(
                    "GET /app" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Basic "
                            + basic + "\r\n\r\n");
        }
    }

    private Refusal lastReason() {
        return Refusal.valueOf(door.record.recentRefusals().get(0).reason());
    }

    @Test
    void gen10_everyReasonLooksTheSame() throws Exception {
        String body = get("/protected/x", "billing:wrong").body();
        for (String userPass : List.of("nobody:s", "disabled:s", "public:s", "jwt:s", "billing:", "billing:%C3%BC")) {
            Answer answer = get("/protected/x", userPass);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(body);
            assertThat(answer.header("WWW-Authenticate")).contains("Basic realm=\"countersign\"");
        }
        assertThat(door.record.recentRefusals())
                .extracting(RecentRefusal::reason)
                .containsExactly(
                        "MALFORMED",
                        "WRONG_SECRET",
                        "METHOD_NOT_REGISTERED",
                        "NOT_CONFIDENTIAL",
                        "DISABLED_CLIENT",
                        "UNKNOWN_CLIENT",
                        "WRONG_SECRET");
    }

    @Test
    void gen11_aStoreThatDoesNotAnswerIs503() throws Exception {
        door.clients.failWith(new UnavailableException("the store is away", new IOException()));
        for (String path : List.of("/protected/x", "/verify/x")) {
            Answer answer = get(path, "billing:billing-secret");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).contains("5");
            assertThat(answer.header("Cache-Control")).contains("no-store");
            assertThat(answer.error()).contains("temporarily_unavailable");
        }
        assertThat(door.record.getUnavailable()).isEqualTo(2);
        assertThat(door.record.recentRefusals())
                .extracting(
                        RecentRefusal::clientId, RecentRefusal::outcome, RecentRefusal::reason, RecentRefusal::cause)
                .containsOnly(tuple(
                        "billing",
                        RecentRefusal.Outcome.UNAVAILABLE,
                        RecentRefusal.UNAVAILABLE,
                        Optional.of("the store is away")));
        door.clients.failWith(null);
        assertThat(get("/protected/x", "billing:billing-secret").status()).isEqualTo(200);
    }

    @Test
    void gen11_aMistakeOfOursIs500WithoutAnythingOfIt() throws Exception {
        door.clients.failWith(new IllegalArgumentException("a secret of the house"));
        Answer answer = get("/protected/x", "billing:billing-secret");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body())
                .isEqualTo("{\"error\":\"server_error\",\"error_description\":\"an internal error occurred\"}");
        assertThat(get("/verify/x", "billing:billing-secret").status()).isEqualTo(503);
    }

    @Test
    void gen10_fromAnAddressThatIsNotAllowedARightSecretLooksLikeAWrongOne() throws Exception {
        String refused = get("/protected/x", "billing:wrong").body();
        door.clients.limit("billing", List.of("10.0.0.0/8"));
        for (int i = 0; i < 9; i++) {
            Answer answer = get("/protected/x", i % 2 == 0 ? "billing:billing-secret" : "billing:wrong");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(refused);
            assertThat(lastReason()).isEqualTo(Refusal.SOURCE_NOT_ALLOWED);
        }
        assertThat(get("/protected/x", "billing:billing-secret").status())
                .as("counts like a wrong one")
                .isEqualTo(429);
        door.clients.limit("other", List.of("127.0.0.0/8", "::1"));
        assertThat(get("/protected/x", "other:other-secret").status()).isEqualTo(200);
    }

    @Test
    void gen13_guessingIsSlowedDown() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(get("/protected/x", "billing:wrong").status()).isEqualTo(401);
        }
        Answer answer = get("/protected/x", "billing:billing-secret");
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.header("Retry-After")).contains("60");
        assertThat(door.record.getThrottled()).isEqualTo(1);
        Answer proxied = get("/verify/x", "billing:billing-secret");
        assertThat(proxied.status()).isEqualTo(403);
        assertThat(proxied.header("Retry-After")).contains("60");
        assertThat(get("/protected/x", "other:other-secret").status()).isEqualTo(200);
        door.clock.advance(Duration.ofMinutes(1));
        assertThat(get("/protected/x", "billing:billing-secret").status()).isEqualTo(200);
    }

    @Test
    void gen13_whatIsNoGuessDoesNotCount() throws Exception {
        door.clients.failWith(new UnavailableException("the store is away", new IOException()));
        for (int i = 0; i < 12; i++) {
            get("/protected/x", "billing:wrong");
            get("/protected/x", "billing:%");
            get("/protected/x", "%");
        }
        door.clients.failWith(null);
        door.clock.advance(OutageThrottle.WAIT);
        assertThat(get("/protected/x", "billing:billing-secret").status()).isEqualTo(200);
    }

    @Test
    void ops1_whoRepeatsWhatCannotBeJudgedIsTurnedAwayForAMoment() throws Exception {
        door.clients.failWith(new UnavailableException("the store is away", new IOException()));
        for (int i = 0; i < OutageThrottle.MAX_FAILURES; i++) {
            assertThat(get("/protected/x", "billing:wrong").status()).isEqualTo(503);
        }
        Answer away = get("/protected/x", "billing:wrong");
        assertThat(away.status()).isEqualTo(503);
        assertThat(away.header("Retry-After")).contains("2");
        assertThat(get("/verify/x", "billing:wrong").status()).isEqualTo(503);
        // Others behind the same address are none the worse.
        assertThat(get("/protected/x", "other:other-secret").status()).isEqualTo(503);
        door.clients.failWith(null);
        assertThat(get("/protected/x", "other:other-secret").status()).isEqualTo(200);
        door.clock.advance(OutageThrottle.WAIT);
        assertThat(get("/protected/x", "billing:billing-secret").status()).isEqualTo(200);
    }

    @Test
    void gen18_belowVerify200YesIs200ForProxiesThatTakeNothingElse() throws Exception {
        Answer answer = get("/verify/200", "billing:billing-secret");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Client-Id")).contains("billing");
        assertThat(answer.body()).isEmpty();
        assertThat(get("/verify/200", "billing:wrong").status()).isEqualTo(401);
        assertThat(get("/verify/2000", "billing:billing-secret").status()).isEqualTo(204);
    }

    @Test
    void gen18_allThreeHeadersAreThereAlways() throws Exception {
        Answer answer = get("/verify", "billing:billing-secret");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("X-Client-Id")).contains("billing");
        assertThat(answer.header("X-Client-Auth-Method")).contains("client_secret_basic");
        assertThat(answer.header("X-Client-Scope")).contains("read write");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(get("/verify", "other:other-secret").header("X-Client-Scope"))
                .contains("");
    }

    @Test
    void gen17_aKeptAliveConnectionWorksAfterARefusalWhoseBodyWasNotRead() throws Exception {
        String post =
                "POST /app/protected/x HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n";
        try (RawConnection connection = door.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(connection.send(post + "\r\n" + "x".repeat(5000)).status())
                        .isEqualTo(401);
            }
            String right = post + "Authorization: Basic YmlsbGluZzpiaWxsaW5nLXNlY3JldA==\r\n\r\n" + "x".repeat(5000);
            assertThat(connection.send(right).body()).isEqualTo("hello");
        }
    }

    @Test
    void gen17_aBodyThatArrivesLateIsNotTakenForTheNextRequest() throws Exception {
        String body = "GET /app/protected/smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";
        String[] next = {
            "GET /app/protected/x HTTP/1.1",
            "Host: localhost",
            "Authorization: Basic YmlsbGluZzpiaWxsaW5nLXNlY3JldA==",
            "",
            ""
        };
        try (RawConnection connection = door.connect()) {
            connection.write("POST /app/protected/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length());
            connection.write("\r\n\r\n");
            connection.write(body);
            assertThat(connection.read(false).status()).isEqualTo(401);
            assertThat(connection.send(String.join("\r\n", next)).body()).isEqualTo("hello");
        }
    }

    @Test
    void gen17_whoWaitsForA100IsAnsweredAtOnce() throws Exception {
        try (RawConnection connection = door.connect()) {
            connection.write(
                    "POST /app/protected/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(connection.read(false).status()).isEqualTo(401);
        }
    }

    @Test
    void gen18_aFormThatEndsTooSoonIsTheSendersFault() throws Exception {
        String post = " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n";
        for (String path : List.of("/protected/x", "/verify/x")) {
            try (RawConnection connection = door.connect()) {
                connection.write("POST /app" + path + post + "Content-Length: 100\r\n\r\nclient_id=billing");
                connection.end();
                assertThat(connection.read(false).status()).isEqualTo(path.startsWith("/verify") ? 401 : 400);
            }
        }
    }

    @Test
    void gen20_nothingThatASenderChoosesGrowsTheRecord() throws Exception {
        for (int i = 0; i < 300; i++) {
            door.throttle.succeeded("x" + i, InetAddress.getLoopbackAddress());
            get("/protected/x", "random" + i + ":wrong");
        }
        assertThat(door.record.recentRefusals()).hasSize(256);
        assertThat(door.record.getByMethod()).hasSize(4);
        assertThat(door.record.getByReason()).hasSize(Refusal.values().length);
    }

    @Test
    void gen7_theReasonIsOnRecordWithTheSource() throws Exception {
        get("/protected/x", "billing:wrong");
        assertThat(lastReason()).isEqualTo(Refusal.WRONG_SECRET);
        assertThat(door.record.recentRefusals())
                .containsExactly(new RecentRefusal(
                        door.clock.instant(),
                        "billing",
                        "client_secret_basic",
                        RecentRefusal.Outcome.REFUSED,
                        "WRONG_SECRET",
                        "127.0.0.1",
                        Optional.empty()));
    }

    /** A plug-in's credential: a name in a header field of its own, or behind an own scheme. */
    record Badge(ClientId clientId, AuthMethod method) implements PluginCredential {}

    private static final AuthMethod BADGE = new AuthMethod("https://example.com/badge");

    private record BadgeAuthenticator(TestClients clients) implements ClientAuthenticator<Badge> {

        @Override
        public Class<Badge> accepts() {
            return Badge.class;
        }

        @Override
        public Set<AuthMethod> methods() {
            return Set.of(BADGE);
        }

        @Override
        public Outcome authenticate(Badge presented, Client client) {
            return client.id().equals(presented.clientId())
                    ? new Outcome.Granted(client, BADGE, Optional.empty())
                    : new Outcome.Refused(Refusal.REFUSED_BY_PLUGIN);
        }

        @Override
        public void refuse(Badge presented) {}
    }

    private static final CredentialReader BADGE_READER = new CredentialReader() {
        @Override
        public Reading read(PresentedRequest request) {
            return request.headers("Authorization").stream()
                    .filter(field -> field.startsWith("Badge "))
                    .map(field -> field.substring("Badge ".length()))
                    .findFirst()
                    .<Reading>map(name -> name.isEmpty()
                            ? new Reading.Broken("the \"badge\" is empty")
                            : new Reading.Found(new Badge(new ClientId(name), BADGE)))
                    .orElse(Reading.NOTHING);
        }

        @Override
        public Optional<String> scheme() {
            return Optional.of("Badge");
        }
    };

    @Test
    void gen1_gen9_aPlugInsMethodCountsOnceAndBesideOthersAsAnother() throws Exception {
        TestClients clients = new TestClients()
                .add("billing", "billing-secret", "")
                .add("badger", "", "", BADGE, AccessType.CONFIDENTIAL, true);
        Gatekeeper gatekeeper = new Gatekeeper(clients, List.of(clients, new BadgeAuthenticator(clients)));
        TestClock clock = new TestClock();
        AuthenticationRecord record = new AuthenticationRecord(gatekeeper.methods(), "/test", true, clock);
        EmbeddedDoor other = new EmbeddedDoor(new Transport(true, List.of()), List.of());
        other.context.setAttribute(
                Sentry.class.getName(),
                new Sentry(
                        gatekeeper,
                        AccessTokens.NONE,
                        Optional.empty(),
                        List.of(BADGE_READER),
                        new Transport(true, List.of()),
                        other.bodies,
                        new Throttle(clock),
                        record,
                        (credential, at) -> {},
                        clock));
        try (other) {
            other.guard("/protected/*", Map.of())
                    .servlet(
                            "/protected/*",
                            (request, response) -> response.getWriter().print(request.getAuthType()))
                    .start();
            assertThat(other.send(form("Badge badger", "a=1")).body()).isEqualTo(BADGE.name());
            assertThat(other.send(form("Badge badger", "client_id=billing&client_secret=x"))
                            .status())
                    .isEqualTo(400);
            Answer refused = other.send(form("Badge billing", "a=1"));
            assertThat(refused.status()).isEqualTo(401);
            // GEN-9: the challenge is of the scheme that was used.
            assertThat(refused.header("WWW-Authenticate")).contains("Badge realm=\"countersign\"");
            assertThat(other.send(form("Badges billing", "a=1")).header("WWW-Authenticate"))
                    .contains("Basic realm=\"countersign\"");
            assertThat(other.send(form("Badge badger", "client_id=billing")).status())
                    .isEqualTo(401);
            assertThat(other.send(form("Bearer x", "client_assertion=x")).status())
                    .isEqualTo(400);
            assertThat(other.send(form("Badge badger", "client_assertion=x")).status())
                    .isEqualTo(400);
            assertThat(record.getByMethod()).containsKeys(BADGE.name(), "other");
        }
    }

    private static String[] form(String authorization, String body) {
        return new String[] {
            "POST /app/protected/x HTTP/1.1",
            "Host: localhost",
            "Connection: close",
            "Authorization: " + authorization,
            "Content-Type: application/x-www-form-urlencoded",
            "Content-Length: {length}",
            "",
            body
        };
    }
}
