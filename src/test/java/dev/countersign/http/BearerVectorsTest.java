package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.AccessToken;
import dev.countersign.auth.AccessTokens;
import dev.countersign.auth.Admission;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.Refusal;
import dev.countersign.client.AccessRules;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.Scopes;
import dev.countersign.client.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole requests with access tokens, and what they are answered. The tokens are words that a test can read. */
class BearerVectorsTest {

    private static final String ISSUER = "https://sentry.example";
    private static final ClientId BILLING = new ClientId("billing");

    private static EmbeddedDoor door;

    @BeforeAll
    static void open() throws Exception {
        TestClients clients = new TestClients().add("billing", "billing-secret", "read write");
        Client billing = clients.find(BILLING).orElseThrow();
        door = new EmbeddedDoor(
                (token, admission) -> judge(token, admission, billing),
                new TokenAudiences(
                        ISSUER,
                        Map.of(
                                "ours", new TokenAudiences.Resource(ISSUER, Optional.empty()),
                                "orders",
                                        new TokenAudiences.Resource(
                                                "urn:orders", Optional.of("https://orders.example/metadata")))));
        door.guard("/protected/*", Map.of())
                .guard("/verify/*", Map.of("forwardAuth", "true"))
                .guard("/scoped/*", Map.of("scope", "write"))
                .guard("/basic/*", Map.of("methods", "client_secret_basic"))
                .guard("/tokens/*", Map.of("methods", "bearer", "resourceMetadata", "https://a.example/metadata"))
                .guard("/audience/*", Map.of("audience", "urn:orders"))
                .servlet("/verify/*", new VerifyServlet())
                .servlet(
                        "/*",
                        (request, response) -> response.getOutputStream()
                                .write(("hello " + request.getRemoteUser() + " " + request.getAuthType())
                                        .getBytes(StandardCharsets.UTF_8)))
                .start();
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @TestFactory
    Stream<DynamicTest> requests() throws IOException {
        return Vectors.in("bearer", vector -> {
            Answer answer = door.send(vector.lines("request").toArray(String[]::new));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(Integer.parseInt(vector.text("status")));
            assertThat(answer.error()).isEqualTo(vector.optional("error"));
            assertThat(answer.header("WWW-Authenticate")).isEqualTo(vector.optional("challenge"));
            vector.optional("body").ifPresent(body -> assertThat(answer.body()).isEqualTo(body));
            vector.optional("reason")
                    .ifPresent(reason -> assertThat(
                                    door.record.recentRefusals().get(0).reason())
                            .isEqualTo(reason));
            if (answer.status() >= 400) {
                assertThat(answer.header("Cache-Control")).contains("no-store");
            }
        });
    }

    private static AccessTokens.Judgement judge(String token, Admission admission, Client billing) {
        if (token.equals("away")) {
            return new AccessTokens.Judgement(
                    Optional.empty(), new Outcome.Unavailable(new UnavailableException("the store is away")));
        }
        if (!List.of("good", "writing", "orders", "elsewhere").contains(token)) {
            return new AccessTokens.Judgement(Optional.empty(), new Outcome.Refused(Refusal.MALFORMED_TOKEN));
        }
        AccessToken verified = new AccessToken(
                token,
                BILLING,
                List.of(token.equals("orders") ? "urn:orders" : ISSUER),
                Scopes.parse(token.equals("writing") ? "read write" : "read"),
                Instant.EPOCH,
                Instant.MAX,
                Optional.empty(),
                "k1");
        Outcome outcome = admission
                .ofToken(verified)
                .<Outcome>map(Outcome.Refused::new)
                .orElseGet(() -> new Outcome.Granted(
                        token.equals("elsewhere") ? limited(billing) : billing,
                        AuthMethod.BEARER,
                        Optional.empty(),
                        Optional.of(verified)));
        return new AccessTokens.Judgement(Optional.of(verified), outcome);
    }

    /** Which may not come from this machine. */
    private static Client limited(Client client) {
        return client.with(client.profile()
                .with(new AccessRules(false, List.of("10.0.0.0/8", "2001:db8::/32"), Optional.empty())));
    }
}
