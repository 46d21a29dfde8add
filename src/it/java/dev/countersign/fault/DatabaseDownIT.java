package dev.countersign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.fault.Node.Answer;
import dev.countersign.it.Administrator;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.WarCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes under load on one PostgreSQL, which is killed, restarted, and crowded out. */
@Tag("full")
class DatabaseDownIT {

    /** After the database's return. */
    static final Duration RECOVERY = Duration.ofSeconds(5);

    private static final int YES = 3;

    @TempDir
    Path folder;

    private final Stage stage = new Stage();
    private FaultyDatabase database;
    private List<Node> nodes = List.of();

    @BeforeEach
    void start() throws Exception {
        database = stage.add(new FaultyDatabase());
        nodes = Node.start(List.of(command("one"), command("two"), command("three")), stage);
    }

    private WarCommand command(String name) throws Exception {
        return Node.command(folder, name, database.port())
                .withEnvironment("COUNTERSIGN_CLIENT_CACHE_TTL", Load.CACHE_TTL.toString());
    }

    @AfterEach
    void close() throws Exception {
        stage.close();
    }

    /** First without a fault: what is answered within a second, and once. */
    @Test
    void gen11_noAnswerIsWrongWhenTheDatabaseIsKilledOrRestartedOrFull() throws Exception {
        theOldSecretIsDeadOnTheOthersWithinASecond();
        anAssertionThatAllGetAtOncePassesOnce();
        try (Load load = new Load(nodes)) {
            load.awaitYes(YES);

            assertThat(nodes.get(0).metrics("192.0.2.1")).isEqualTo(200);
            database.kill();
            awaitOutage();
            // The last one who read the metrics reads them on, from there only.
            assertThat(nodes.get(0).metrics("192.0.2.1")).isEqualTo(200);
            assertThat(nodes.get(0).metrics("192.0.2.2")).isEqualTo(503);
            database.start();
            recover(load, "kill -9 of PostgreSQL");

            database.restart();
            recover(load, "restart of PostgreSQL");

            try (FaultyDatabase.Connections taken = database.exhaust()) {
                assertThat(taken.size()).isGreaterThan(50);
                awaitOutage();
            }
            recover(load, "connections exhausted");

            load.awaitYes(YES);
            load.judge();
            Answers.figure("three nodes, three outages: " + load.answers());
            assertThat(load.answers().longest()).isLessThan(Duration.ofSeconds(12));
        }
    }

    private void theOldSecretIsDeadOnTheOthersWithinASecond() throws Exception {
        Answer created = nodes.get(0).administer("POST", "/clients", "{\"client_id\":\"billing\"}");
        String old = Administrator.secretIn(created.body());
        for (Node node : nodes) {
            assertThat(node.verify("billing", old).status()).isEqualTo(204);
        }
        assertThat(nodes.get(0)
                        .administer("POST", "/clients/billing/secrets", "{\"replace\":true}")
                        .status())
                .isEqualTo(201);
        assertThat(nodes.get(0).verify("billing", old).status()).isEqualTo(401);
        for (Node node : nodes) {
            Duration took = Await.until(
                    "the old secret is dead",
                    Duration.ofSeconds(3),
                    () -> node.verify("billing", old).status() == 401);
            Answers.figure("replaced secret dead on another node after " + took.toMillis() + " ms");
        }
    }

    private void anAssertionThatAllGetAtOncePassesOnce() throws Exception {
        PublicJsonWebKey key = AssertionSigner.key("ES256", "k1");
        nodes.get(0)
                .administer(
                        "POST",
                        "/clients",
                        AssertionSigner.registration("racing", "\"jwks\":" + AssertionSigner.keySet(key)));
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            for (int round = 0; round < 20; round++) {
                String form = AssertionSigner.form(new AssertionSigner(Node.ISSUER).signed("racing", key));
                CyclicBarrier start = new CyclicBarrier(nodes.size());
                List<Callable<Integer>> runs = new ArrayList<>();
                for (Node node : nodes) {
                    runs.add(() -> {
                        start.await();
                        return node.assertion(form).status();
                    });
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<Integer> run : threads.invokeAll(runs)) {
                    statuses.add(run.get());
                }
                assertThat(statuses).containsOnly(204, 401).containsOnlyOnce(204);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Every node has noticed. */
    private void awaitOutage() throws Exception {
        for (Node node : nodes) {
            Await.until("it notices", Duration.ofSeconds(10), () -> administer(node) == 503);
            assertThat(node.ready().status()).isEqualTo(503);
        }
    }

    private void recover(Load load, String fault) throws Exception {
        for (Node node : nodes) {
            Duration took = Await.until(
                    "it recovers from " + fault,
                    RECOVERY,
                    () -> administer(node) == 200 && node.ready().status() == 200);
            Answers.figure(fault + ": a node recovers after " + took.toMillis() + " ms");
        }
        load.awaitYes(YES);
    }

    private static int administer(Node node) throws InterruptedException {
        return node.administer("GET", "/clients/steady", "").status();
    }
}
