package dev.countersign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.fault.Node.Answer;
import dev.countersign.it.Administrator;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database, of which one is stopped, cut off in the middle of a change, or killed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class StoppedNodeContract {

    /** Longer than cached state is believed, and than a poll takes. */
    private static final Duration STOP = Duration.ofSeconds(4);

    /** Of a statement that waits for the row of another one, and the rest for a busy machine. */
    private static final Duration LONGEST_TURN = Duration.ofSeconds(7);

    private final Stage stage = new Stage();

    private Path folder;
    private TcpProxy network;
    private Node faulty;
    private Node healthy;

    /** Starts the database, and returns its port. */
    abstract int startDatabase(Stage stage);

    /** A node whose connections to the database go to this port: the database's, or that of a proxy. */
    abstract WarCommand command(Path folder, String name, int databasePort) throws IOException;

    /** Loses the answer of the commit that follows this question. */
    abstract TcpProxy.Trap loseAnswerOfCommit(TcpProxy network, String question);

    @BeforeAll
    void start(@TempDir Path given) throws Exception {
        folder = given;
        int port = startDatabase(stage);
        network = stage.add(new TcpProxy(port));
        healthy = stage.add(Node.start(command(folder, "healthy", port)));
        faulty = stage.add(Node.start(command(folder, "faulty", network.port())));
    }

    @AfterAll
    void close() {
        stage.close();
    }

    @Test
    void gen11_aNodeThatWasStoppedBelievesNothingThatItRemembers() throws Exception {
        String secret = register("remembered");
        String token = healthy.token("remembered", secret);
        assertThat(faulty.verify("remembered", secret).status()).isEqualTo(204);
        assertThat(faulty.bear(token).status()).isEqualTo(204);

        faulty.signal("STOP");
        Answer disabled = healthy.administer("PATCH", "/clients/remembered", "{\"enabled\":false}");
        assertThat(disabled.status()).as(disabled.body()).isEqualTo(200);
        Await.until(
                "the stop is long enough",
                STOP.plusSeconds(1),
                () -> System.nanoTime() - disabled.came() > STOP.toNanos());
        // It waits at the node's door while the node is stopped.
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(() -> ask(secret));
        faulty.signal("CONT");

        assertThat(ask(secret).status()).isEqualTo(401);
        assertThat(faulty.bear(token).status()).isEqualTo(401);
        assertThat(waiting.join().status()).isEqualTo(401);
        assertThat(faulty.administer("GET", "/clients/remembered", "").status()).isEqualTo(200);
    }

    /** The row of the counter is free again although the node that has it says nothing more. */
    @Test
    void gen11_aNodeThatIsStoppedInMidChangeHoldsUpTheOthersForSecondsOnly() throws Exception {
        register("stopped");
        CompletableFuture<Answer> change = stopInMidChange(faulty, "stopped");

        Answer other = healthy.administer("PATCH", "/clients/stopped", "{\"description\":\"by the other\"}");
        assertThat(other.status()).as(other.body()).isIn(200, 503);
        assertThat(other.took()).isLessThan(LONGEST_TURN);
        Duration took = Await.until(
                "others' changes go on",
                LONGEST_TURN,
                () -> healthy.administer("PATCH", "/clients/stopped", "{\"client_name\":\"goes on\"}")
                                .status()
                        == 200);
        Answers.figure("stopped in mid-change: another node's change was answered with " + other.status() + " after "
                + other.took().toMillis() + " ms; the next one succeeded after " + took.toMillis() + " ms");

        faulty.signal("CONT");
        assertThat(change.join().status()).isEqualTo(503);
        recover();
        assertThat(faulty.administer("GET", "/clients/stopped", "").body())
                .contains("goes on")
                .doesNotContain("by the faulty");
    }

    @Test
    void gen11_aNodeThatIsKilledInMidChangeHoldsUpNobody() throws Exception {
        register("killed");
        Node doomed = stage.add(Node.start(command(folder, "doomed", network.port())));
        CompletableFuture<Answer> change = stopInMidChange(doomed, "killed");

        doomed.kill();
        network.cut();

        Answer other = healthy.administer("PATCH", "/clients/killed", "{\"description\":\"by the other\"}");
        assertThat(other.status()).as(other.body()).isEqualTo(200);
        assertThat(change.join().status()).isEqualTo(Answer.NONE);
        assertThat(healthy.administer("GET", "/clients/killed", "").body()).doesNotContain("by the faulty");
        Answers.figure("killed in mid-change: another node's change succeeded after "
                + other.took().toMillis() + " ms");
    }

    /** The database has made the change, and the node does not hear of it. */
    @Test
    void gen11_aChangeWhoseCommitWasNotAnsweredIs503AndKnownToAll() throws Exception {
        String secret = register("unanswered");
        assertThat(faulty.verify("unanswered", secret).status()).isEqualTo(204);
        TcpProxy.Trap trap = loseAnswerOfCommit(network, "insert into countersign_event");

        Answer disabled = faulty.administer("PATCH", "/clients/unanswered", "{\"enabled\":false}");

        trap.await();
        assertThat(disabled.status()).as(disabled.body()).isEqualTo(503);
        Duration took = Await.until(
                "the change counts where its outcome was not known",
                Duration.ofSeconds(3),
                () -> faulty.verify("unanswered", secret).status() == 401);
        Answers.figure("answer of a commit lost: the change counts on the same node after " + took.toMillis() + " ms");
        assertThat(healthy.verify("unanswered", secret).status()).isEqualTo(401);
        String seen = faulty.administer("GET", "/clients/unanswered", "").body();
        assertThat(seen)
                .contains("\"enabled\":false")
                .isEqualTo(healthy.administer("GET", "/clients/unanswered", "").body());
    }

    private CompletableFuture<Answer> stopInMidChange(Node node, String client) throws Exception {
        // The counter's row is locked by then, and the database waits for this statement.
        TcpProxy.Trap trap = network.keepBackQuestion("insert into countersign_event");
        CompletableFuture<Answer> change = CompletableFuture.supplyAsync(() -> {
            try {
                return node.administer("PATCH", "/clients/" + client, "{\"description\":\"by the faulty\"}");
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        trap.await();
        node.signal("STOP");
        return change;
    }

    private void recover() throws Exception {
        Duration took = Await.until(
                "it recovers",
                DatabaseDownIT.RECOVERY.plusSeconds(5),
                () -> faulty.administer("PATCH", "/clients/stopped", "{\"description\":\"again\"}")
                                .status()
                        == 200);
        Answers.figure("the stopped node changes again " + took.toMillis() + " ms after its answer");
    }

    private Answer ask(String secret) {
        try {
            return faulty.verify("remembered", secret);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String register(String client) throws Exception {
        Answer created = healthy.administer("POST", "/clients", "{\"client_id\":\"" + client + "\"}");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        return Administrator.secretIn(created.body());
    }
}
