package dev.countersign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.fault.Node.Answer;
import dev.countersign.it.Administrator;
import dev.countersign.it.AssertionSigner;
import java.nio.file.Path;
import java.time.Duration;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node and a standby: the network, the speed and the role of the database change. */
@Tag("full")
class DatabaseChangedIT {

    private static final String SIGNING = "signing";

    /** A change calls the database to sign in, to read and to write: each call may begin statements for 8 s. */
    private static final Duration LONGEST_CHANGE = Duration.ofSeconds(25);

    @TempDir
    Path folder;

    private final PublicJsonWebKey key = key();
    private final Stage stage = new Stage();
    private FaultyDatabase database;
    private TcpProxy network;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        database = stage.add(new FaultyDatabase());
        network = stage.add(new TcpProxy(database.port()));
        node = stage.add(Node.start(Node.command(folder, "one", network)
                .withEnvironment("COUNTERSIGN_CLIENT_CACHE_TTL", Load.CACHE_TTL.toString())));
        Answer signing = node.administer(
                "POST", "/clients", AssertionSigner.registration(SIGNING, "\"jwks\":" + AssertionSigner.keySet(key)));
        assertThat(signing.status()).as(signing.body()).isEqualTo(201);
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    /** The database has noted the JWT, and the node does not hear of it. */
    @Test
    void jwt6_aJwtWhoseMarkWasNotAnsweredIs503AndNeverPasses() throws Exception {
        assertThat(node.assertion(fresh()).status()).isEqualTo(204);
        String form = fresh();
        TcpProxy.Trap trap = network.loseAnswer("insert into countersign_used_assertion", "INSERT 0 1\0");

        assertThat(node.assertion(form).status()).isEqualTo(503);

        trap.await();
        assertThat(node.assertion(form).status()).isEqualTo(401);
        assertThat(node.assertion(fresh()).status()).isEqualTo(204);
    }

    /** The mark arrives late, after the node has given up: it takes nothing from what was answered meanwhile. */
    @Test
    void jwt6_whileTheNetworkStandsStillAJwtIs503AndPassesOnceAtMostAfterwards() throws Exception {
        assertThat(node.assertion(fresh()).status()).isEqualTo(204);
        String form = fresh();
        network.stall();

        Answer stalled = node.assertion(form);

        assertThat(stalled.status()).isEqualTo(503);
        assertThat(stalled.took()).isLessThan(Duration.ofSeconds(9));
        network.goOn();
        Duration took = recovered("network stalled, then on");
        assertThat(took).isLessThan(DatabaseDownIT.RECOVERY);
        int first = node.assertion(form).status();
        assertThat(first).isIn(204, 401);
        assertThat(node.assertion(form).status()).isEqualTo(401);
        Answers.figure("network stalled: 503 after " + stalled.took().toMillis() + " ms");
    }

    /** Whether a claim is marked just in time or just too late is chance; how long it may take is not. */
    @Test
    void gen11_whileTheDatabaseTakesTwoSecondsForEachAnswerAllIsAnsweredWithinBounds() throws Exception {
        network.delayAnswers(Duration.ofSeconds(2));

        Answer slow = node.assertion(fresh());
        assertThat(slow.took()).isLessThan(Duration.ofSeconds(12));
        for (int i = 0; i < 4; i++) {
            String form = fresh();
            slow = node.assertion(form);
            assertThat(slow.status()).isIn(204, 503);
            assertThat(slow.took()).isLessThan(Duration.ofSeconds(12));
            int again = node.assertion(form).status();
            assertThat(slow.status() == 204 && again == 204).as("granted twice").isFalse();
        }
        Answer change = node.administer("PATCH", "/clients/signing", "{\"description\":\"slow\"}");
        assertThat(change.status()).isIn(200, 503);
        assertThat(change.took()).isLessThan(LONGEST_CHANGE);
        network.delayAnswers(Duration.ZERO);
        recovered("slow database, then quick");
        Answers.figure("two seconds an answer: " + slow.status() + " after "
                + slow.took().toMillis() + " ms and " + change.took().toMillis() + " ms");
    }

    /** Reading goes on. Then the network leads to the server that took over; connections to the old one live on. */
    @Test
    void gen11_whenTheDatabaseHasBecomeReadOnlyTheNodeReadsAndFindsTheNewOne() throws Exception {
        String secret = Administrator.secretIn(node.administer("POST", "/clients", "{\"client_id\":\"billing\"}")
                .body());
        try (FaultyDatabase standby = database.standby()) {
            String used = fresh();
            assertThat(node.assertion(used).status()).isEqualTo(204);
            database.readOnly(true);
            Await.until(
                    "it notices",
                    Duration.ofSeconds(5),
                    () -> node.assertion(fresh()).status() == 503);
            assertThat(node.verify("billing", secret).status()).isEqualTo(204);
            assertThat(node.verify("billing", "wrong").status()).isEqualTo(401);
            assertThat(node.administer("PATCH", "/clients/billing", "{\"enabled\":false}")
                            .status())
                    .isEqualTo(503);
            assertThat(node.assertion(used).status()).isIn(401, 503);

            standby.promote();
            network.leadTo(standby.port());
            recovered("failed over, old connections alive");

            assertThat(node.verify("billing", secret).status()).isEqualTo(204);
            assertThat(node.assertion(used).status())
                    .as("what the old one knew")
                    .isEqualTo(401);
            assertThat(node.administer("PATCH", "/clients/billing", "{\"enabled\":false}")
                            .status())
                    .isEqualTo(200);
        }
    }

    private Duration recovered(String fault) throws Exception {
        Duration took = Await.until(
                "it recovers: " + fault,
                DatabaseDownIT.RECOVERY.plusSeconds(1),
                () -> node.assertion(fresh()).status() == 204
                        && node.administer("PATCH", "/clients/signing", "{\"description\":\"" + fault + "\"}")
                                        .status()
                                == 200);
        Answers.figure(fault + ": recovered after " + took.toMillis() + " ms");
        return took;
    }

    private String fresh() throws Exception {
        return AssertionSigner.form(new AssertionSigner(Node.ISSUER).signed(SIGNING, key));
    }

    private static PublicJsonWebKey key() {
        try {
            return AssertionSigner.key("ES256", "k1");
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
