package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.jdbc.PostgresCluster;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes of the version before are replaced one by one, on one PostgreSQL and under load, as behind a load balancer that
 * takes a node out before it is stopped.
 */
@Tag("full")
@Tag("long")
class RollingUpdateIT {

    private static final Duration A_SECOND_AND_A_MARGIN = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ISSUER = "https://sentry.example/countersign";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final int LOADS = 3;

    /** Rounds of each load in each phase of the update. */
    private static final int ROUNDS = 5;

    @TempDir
    Path folder;

    private final PostgresCluster cluster = new PostgresCluster();
    private final List<Node> balanced = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final List<Node> all = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicInteger sources = new AtomicInteger();

    @AfterEach
    void close() {
        all.forEach(node -> node.war.close());
        cluster.close();
    }

    @Test
    void noAnswerIsWrongWhileNodesAreReplacedOneByOneAndOldOnesStartAgain() throws Exception {
        Path previous = PreviousWar.file();
        Node oldOne = started(node("old-1").of(previous));
        String password = oldOne.war.password();
        Node oldTwo = started(node("old-2").of(previous));
        Administrator atOldOne = new Administrator(oldOne.war.url(), password);
        String secret = atOldOne.register("\"client_id\":\"billing\"");
        SigningClient signer = SigningClient.named("signing");
        assertThat(atOldOne.post("/clients", signer.registration("\"jwks\":" + signer.keySet()))
                        .statusCode())
                .isEqualTo(201);
        ExecutorService threads = Executors.newFixedThreadPool(LOADS);
        List<AtomicInteger> rounds = new ArrayList<>();
        List<Future<?>> loads = new ArrayList<>();
        try {
            for (int i = 0; i < LOADS; i++) {
                AtomicInteger count = new AtomicInteger();
                rounds.add(count);
                loads.add(threads.submit(() -> load(secret, signer, count)));
            }
            awaitRounds(rounds, loads);

            Node newOne = started(node("new-1"));
            awaitRounds(rounds, loads);
            assertChangesShow(newOne, oldOne, password);
            assertChangesShow(oldTwo, newOne, password);

            takeOut(oldOne);
            Node oldAgain = started(node("old-1").of(previous));
            awaitRounds(rounds, loads);
            assertChangesShow(newOne, oldAgain, password);
            takeOut(oldTwo);
            awaitRounds(rounds, loads);
            started(node("new-2"));
            awaitRounds(rounds, loads);
            takeOut(oldAgain);
            awaitRounds(rounds, loads);

            ended.set(true);
            for (Future<?> load : loads) {
                load.get();
            }
        } finally {
            ended.set(true);
            threads.shutdown();
        }
        assertThat(balanced).hasSize(2);
    }

    /** Each request goes to any node, and what one gave is used at another. */
    private Object load(String secret, SigningClient signer, AtomicInteger rounds) throws Exception {
        String authorization = Visitor.basic("billing", secret);
        while (!ended.get()) {
            HttpResponse<String> basic =
                    anywhere(visitor -> visitor.get("/verify", fresh("Authorization", authorization)));
            assertThat(basic.statusCode()).as(basic.body()).isEqualTo(204);
            assertThat(anywhere(visitor -> visitor.get(
                                    "/verify", fresh("Authorization", Visitor.basic("billing", "wrong-one"))))
                            .statusCode())
                    .isEqualTo(401);

            String form = AssertionSigner.form(signer.assertion(ISSUER));
            HttpResponse<String> first = anywhere(visitor -> visitor.post("/verify", FORM, form, fresh()));
            assertThat(first.statusCode()).as(first.body()).isEqualTo(204);
            assertThat(anywhere(visitor -> visitor.post("/verify", FORM, form, fresh()))
                            .statusCode())
                    .as("used a second time")
                    .isEqualTo(401);

            HttpResponse<String> issued = anywhere(visitor -> visitor.post(
                    "/token", FORM, "grant_type=client_credentials", fresh("Authorization", authorization)));
            Matcher token = TOKEN.matcher(issued.body());
            assertThat(token.find()).as(issued.body()).isTrue();
            String bearer = "Bearer " + token.group(1);
            assertThat(anywhere(visitor -> visitor.get("/verify", fresh("Authorization", bearer)))
                            .statusCode())
                    .isEqualTo(204);
            String revocation = "token=" + token.group(1);
            assertThat(anywhere(visitor ->
                                    visitor.post("/revoke", FORM, revocation, fresh("Authorization", authorization)))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(timeUntil(() -> anywhere(visitor -> visitor.get("/verify", fresh("Authorization", bearer)))
                                    .statusCode()
                            == 401))
                    .isLessThan(A_SECOND_AND_A_MARGIN);
            rounds.incrementAndGet();
        }
        return "";
    }

    /** As from a source of its own each, or the throttle would come between. */
    private String[] fresh(String... headers) {
        int source = sources.incrementAndGet();
        return Stream.concat(
                        Stream.of(headers),
                        Stream.of(
                                "X-Forwarded-For",
                                "10." + (source >> 16 & 0xFF) + "." + (source >> 8 & 0xFF) + "." + (source & 0xFF),
                                "X-Forwarded-Proto",
                                "https"))
                .toArray(String[]::new);
    }

    /** By the next node that is in the balance. */
    private HttpResponse<String> anywhere(Request request) throws Exception {
        while (true) {
            Node node = balanced.get(Math.floorMod(turn.getAndIncrement(), balanced.size()));
            if (node.lock.readLock().tryLock()) {
                try {
                    if (balanced.contains(node)) {
                        return request.of(node.visitor);
                    }
                } finally {
                    node.lock.readLock().unlock();
                }
            }
        }
    }

    /** A request to one of the nodes. */
    @FunctionalInterface
    private interface Request {

        HttpResponse<String> of(Visitor visitor) throws Exception;
    }

    private Node started(WarCommand command) throws Exception {
        Node node = new Node(command.start());
        all.add(node);
        balanced.add(node);
        return node;
    }

    /** Returns when its last requests have been answered and it has ended. */
    private void takeOut(Node node) {
        balanced.remove(node);
        node.lock.writeLock().lock();
        node.war.close();
    }

    private static void assertChangesShow(Node here, Node there, String password) throws Exception {
        Administrator administrator = new Administrator(here.war.url(), password);
        String secret = administrator.register("\"client_id\":\"passing\"");
        String authorization = Visitor.basic("passing", secret);
        assertThat(there.visitor.get("/verify", "Authorization", authorization).statusCode())
                .isEqualTo(204);
        assertThat(administrator.delete("/clients/passing", "*").statusCode()).isEqualTo(204);
        assertThat(timeUntil(() -> there.visitor
                                .get("/verify", "Authorization", authorization)
                                .statusCode()
                        == 401))
                .isLessThan(A_SECOND_AND_A_MARGIN);
    }

    private static void awaitRounds(List<AtomicInteger> rounds, List<Future<?>> loads) throws Exception {
        List<Integer> before = rounds.stream().map(AtomicInteger::get).toList();
        timeUntil(() -> {
            boolean enough = true;
            for (int i = 0; i < rounds.size(); i++) {
                if (loads.get(i).isDone()) {
                    // Its failure is the test's.
                    loads.get(i).get();
                }
                enough &= rounds.get(i).get() >= before.get(i) + ROUNDS;
            }
            return enough;
        });
    }

    private WarCommand node(String name) throws Exception {
        Path ring = folder.resolve("master.keys");
        if (!Files.exists(ring)) {
            Files.writeString(ring, "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        }
        return ExecutableWar.in(folder.resolve(name))
                .with("--jdbc-url", cluster.url(), "--jdbc-user", "countersign")
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_MASTER_KEY", ring.toString());
    }

    private static Duration timeUntil(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
            Thread.onSpinWait();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** A server behind the load balancer; requests hold its lock for reading. */
    private static final class Node {

        private final ExecutableWar war;
        private final Visitor visitor;
        private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

        Node(ExecutableWar war) {
            this.war = war;
            this.visitor = new Visitor(war.url());
        }
    }
}
