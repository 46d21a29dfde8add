package dev.countersign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.fault.Node.Answer;
import dev.countersign.it.Administrator;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one PostgreSQL: one with the right time, one whose clock is set while it runs. */
@Tag("full")
class ClocksIT {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final Duration SOON = Duration.ofSeconds(3);

    @TempDir
    static Path folder;

    private static final Stage STAGE = new Stage();

    private static TcpProxy network;
    private static Node right;
    private static Node other;

    @BeforeAll
    static void start() throws Exception {
        Program.FAKETIME.require();
        FaultyDatabase database = STAGE.add(new FaultyDatabase());
        network = STAGE.add(new TcpProxy(database.port()));
        right = STAGE.add(Node.start(Node.command(folder, "right", database.port())));
        setClock("+5s");
        other = STAGE.add(Node.start(Node.command(folder, "other", network.port())
                .withEnvironment("COUNTERSIGN_CLIENT_CACHE_TTL", "PT10S")
                .withEnvironment("LD_PRELOAD", library())
                .withEnvironment("FAKETIME_TIMESTAMP_FILE", clock().toString())
                .withEnvironment("FAKETIME_NO_CACHE", "1")
                // A clock that is set leaves the monotonic one alone, and what waits by it.
                .withEnvironment("DONT_FAKE_MONOTONIC", "1")
                .withEnvironment("FAKETIME_FORCE_MONOTONIC_FIX", "0")));
    }

    @AfterAll
    static void close() throws Exception {
        STAGE.close();
    }

    @Test
    void jwt6_aJwtPassesOnceWhateverTheClocksSay() throws Exception {
        PublicJsonWebKey key = AssertionSigner.key("ES256", "k1");
        assertThat(right.administer(
                                "POST",
                                "/clients",
                                AssertionSigner.registration("signing", "\"jwks\":" + AssertionSigner.keySet(key)))
                        .status())
                .isEqualTo(201);
        for (String offset : List.of("+5s", "-5s", "+5s", "+0s")) {
            setClock(offset);
            for (List<Node> order : List.of(List.of(right, other), List.of(other, right))) {
                String form = AssertionSigner.form(new AssertionSigner(Node.ISSUER).signed("signing", key));
                assertThat(order.get(0).assertion(form).status()).as(offset).isEqualTo(204);
                assertThat(order.get(1).assertion(form).status()).as(offset).isEqualTo(401);
                assertThat(order.get(0).assertion(form).status()).as(offset).isEqualTo(401);
            }
        }
    }

    /** A client that was made where the clock is ahead gets tokens where it is not, and they count everywhere. */
    @Test
    void tok5_tokensOfANewClientCountOnEveryNode() throws Exception {
        int made = 0;
        for (String offset : List.of("+5s", "-5s", "+5s")) {
            setClock(offset);
            for (Node maker : List.of(right, other)) {
                String client = "young-" + made++;
                String secret = make(maker, client);
                for (Node issuer : List.of(right, other)) {
                    String token = issuer.token(client, secret);
                    for (Node judge : List.of(right, other)) {
                        Answer answer = judge.bear(token);
                        assertThat(answer.status()).as(offset + " " + client).isEqualTo(204);
                    }
                }
            }
        }
    }

    @Test
    void rev1_aRevocationCountsOnTheOtherNodeWhateverItsClockSays() throws Exception {
        String secret = make(right, "revoking");
        for (String offset : List.of("+5s", "-5s")) {
            setClock(offset);
            for (List<Node> order : List.of(List.of(right, other), List.of(other, right))) {
                String token = order.get(1).token("revoking", secret);
                assertThat(order.get(0).bear(token).status()).isEqualTo(204);
                assertThat(order.get(0)
                                .form("/revoke", "revoking", secret, "token=" + token)
                                .status())
                        .isEqualTo(200);
                for (Node node : order) {
                    Duration took = Await.until(
                            "the token is dead", SOON, () -> node.bear(token).status() == 401);
                    Answers.figure("clock " + offset + ": revoked token dead after " + took.toMillis() + " ms");
                }
            }
        }
    }

    /** A token of a node that is ahead bears a later time: it can be ended when that has come. */
    @Test
    void tok5_tokensThatWereIssuedBeforeAreEndedWhateverTheClocksSay() throws Exception {
        for (String offset : List.of("+5s", "-5s")) {
            String client = offset.startsWith("-") ? "ending-behind" : "ending-ahead";
            String secret = make(right, client);
            setClock(offset);
            String token = other.token(client, secret);
            assertThat(right.bear(token).status()).isEqualTo(204);
            Await.until(
                    "its time of issue is past",
                    Duration.ofSeconds(8),
                    () -> issuedAt(token) < CLOCK.instant().getEpochSecond());
            Instant end = CLOCK.instant();

            Answer ended = right.administer("PATCH", "/clients/" + client, "{\"tokens_not_before\":\"" + end + "\"}");

            assertThat(ended.status()).as(ended.body()).isEqualTo(200);
            for (Node node : List.of(right, other)) {
                Await.until("the token is dead", SOON, () -> node.bear(token).status() == 401);
                assertThat(node.bear(node.token(client, secret)).status()).isEqualTo(204);
            }
        }
    }

    /**
     * While the store cannot be asked a cached client counts for its time by both clocks, not for as long as one says.
     */
    @Test
    void gen11_aClockThatIsSetBackMakesNothingCountForLonger() throws Exception {
        setClock("+0s");
        String secret = make(right, "remembered");
        assertThat(other.verify("remembered", secret).status()).isEqualTo(204);
        long known = System.nanoTime();
        network.stall();
        try {
            Await.until(
                    "what is remembered counts",
                    Duration.ofSeconds(9),
                    () -> other.verify("remembered", secret).status() == 204);
            Await.until(
                    "some of its time is over",
                    Duration.ofSeconds(9),
                    () -> System.nanoTime() - known > Duration.ofSeconds(6).toNanos());
            setClock("-5s");
            Await.until(
                    "all of its time is over",
                    Duration.ofSeconds(12),
                    () -> System.nanoTime() - known > Duration.ofSeconds(10).toNanos());
            assertThat(other.verify("remembered", secret).status()).isEqualTo(503);
        } finally {
            network.goOn();
        }
        Await.until(
                "it recovers",
                DatabaseDownIT.RECOVERY,
                () -> other.verify("remembered", secret).status() == 204);
    }

    private static long issuedAt(String token) throws InvalidJwtException, MalformedClaimException {
        return new JwtConsumerBuilder()
                .setSkipAllValidators()
                .setDisableRequireSignature()
                .setSkipSignatureVerification()
                .build()
                .processToClaims(token)
                .getIssuedAt()
                .getValue();
    }

    private static String make(Node node, String client) throws InterruptedException {
        Answer created = node.administer("POST", "/clients", "{\"client_id\":\"" + client + "\"}");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return Administrator.secretIn(created.body());
    }

    /** In one step: the process reads the file at each look at its clock. */
    private static void setClock(String offset) throws IOException {
        Path next = Files.writeString(folder.resolve("next"), offset + "\n");
        Files.move(next, clock(), StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path clock() {
        return folder.resolve("clock");
    }

    private static String library() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of("/usr/lib"), 4, (path, attributes) -> path.endsWith("faketime/libfaketimeMT.so.1"))) {
            return files.findFirst().orElseThrow(Program.FAKETIME::missing).toString();
        }
    }
}
