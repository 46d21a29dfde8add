package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.store.jdbc.PgBouncer;
import dev.countersign.store.jdbc.PostgresCluster;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that reach their PostgreSQL through PgBouncer in transaction mode, migration included. */
@Tag("full")
class PgBouncerIT {

    /** A change shows everywhere within a second; the rest is for a machine that is busy with other things. */
    private static final Duration A_SECOND_AND_A_MARGIN = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final int ROUNDS = 20;

    @TempDir
    Path folder;

    private final PostgresCluster cluster = new PostgresCluster();
    private PgBouncer bouncer;

    @BeforeEach
    void start() throws Exception {
        bouncer = new PgBouncer(cluster);
    }

    @AfterEach
    void close() throws Exception {
        bouncer.close();
        cluster.close();
    }

    @Test
    void twoNodesMigrateAtOnceAndServeAndNoneSeesTheOthersSession() throws Exception {
        List<ExecutableWar> nodes = startAtOnce(node("one"), node("two"));
        try (ExecutableWar one = nodes.get(0);
                ExecutableWar two = nodes.get(1)) {
            Administrator administrator = new Administrator(one.url(), passwordOf(nodes));
            String secret = administrator.register("\"client_id\":\"billing\"");
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Future<?>> loads = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    ExecutableWar there = i % 2 == 0 ? one : two;
                    ExecutableWar other = i % 2 == 0 ? two : one;
                    loads.add(threads.submit(() -> {
                        for (int round = 0; round < ROUNDS; round++) {
                            assertTokenLivesAndDies(there, other, secret);
                        }
                        return null;
                    }));
                }
                for (Future<?> load : loads) {
                    load.get();
                }
            } finally {
                threads.shutdown();
            }
            administrator.delete("/clients/billing/secrets/" + administrator.secretId("billing"));
            assertThat(verify(one, secret)).isEqualTo(401);
            assertThat(timeUntil(() -> verify(two, secret) == 401)).isLessThan(A_SECOND_AND_A_MARGIN);
            assertThat(one.err() + two.err()).doesNotContain("prepared statement", "SQLSTATE", "task=");
        }
    }

    /** Its query timeout is a cancel request, which has to reach the right server connection. */
    @Test
    void gen11_aStatementThatTakesTooLongIsCancelledAndTheNodeGoesOn() throws Exception {
        try (ExecutableWar one = node("one").start();
                Connection direct = DriverManager.getConnection(cluster.url(), "countersign", "");
                Statement statement = direct.createStatement()) {
            Administrator administrator = new Administrator(one.url(), one.password());
            direct.setAutoCommit(false);
            statement.executeUpdate("update countersign_counter set n = n where id = 1");

            assertThat(administrator
                            .post("/clients", "{\"client_id\":\"late\"}")
                            .statusCode())
                    .isEqualTo(503);

            direct.rollback();
            administrator.register("\"client_id\":\"billing\"");
            assertThat(administrator.get("/clients/late").statusCode()).isEqualTo(404);
            assertThat(bouncer.log()).contains("cancel");
        }
    }

    private static void assertTokenLivesAndDies(ExecutableWar here, ExecutableWar there, String secret)
            throws Exception {
        String authorization = Visitor.basic("billing", secret);
        Visitor visitor = new Visitor(here.url());
        HttpResponse<String> issued =
                visitor.post("/token", FORM, "grant_type=client_credentials", "Authorization", authorization);
        Matcher token = TOKEN.matcher(issued.body());
        assertThat(token.find()).as(issued.body()).isTrue();
        assertThat(bearing(there, token.group(1))).isEqualTo(204);
        assertThat(visitor.post("/revoke", FORM, "token=" + token.group(1), "Authorization", authorization)
                        .statusCode())
                .isEqualTo(200);
        assertThat(timeUntil(() -> bearing(there, token.group(1)) == 401)).isLessThan(A_SECOND_AND_A_MARGIN);
    }

    private List<ExecutableWar> startAtOnce(WarCommand... commands) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(commands.length);
        try {
            List<Callable<ExecutableWar>> starts = new ArrayList<>();
            for (WarCommand command : commands) {
                starts.add(command::start);
            }
            List<ExecutableWar> nodes = new ArrayList<>();
            List<ExecutionException> failures = new ArrayList<>();
            for (Future<ExecutableWar> start : threads.invokeAll(starts)) {
                try {
                    nodes.add(start.get());
                } catch (ExecutionException e) {
                    failures.add(e);
                }
            }
            if (!failures.isEmpty()) {
                nodes.forEach(ExecutableWar::close);
                throw failures.get(0);
            }
            return nodes;
        } finally {
            threads.shutdown();
        }
    }

    /** Of the node that has made the administrator. */
    private static String passwordOf(List<ExecutableWar> nodes) throws Exception {
        for (ExecutableWar node : nodes) {
            if (new Administrator(nodes.get(0).url(), node.password())
                            .get("/clients")
                            .statusCode()
                    == 200) {
                return node.password();
            }
        }
        throw new AssertionError("no node has made the administrator");
    }

    private WarCommand node(String name) throws Exception {
        Path ring = folder.resolve("master.keys");
        if (!Files.exists(ring)) {
            Files.writeString(ring, "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        }
        return ExecutableWar.in(folder.resolve(name))
                .with("--jdbc-url", bouncer.url(), "--jdbc-user", "countersign")
                .withEnvironment("COUNTERSIGN_ISSUER", "https://sentry.example/countersign")
                .withEnvironment("COUNTERSIGN_MASTER_KEY", ring.toString());
    }

    private static int verify(ExecutableWar node, String secret) throws Exception {
        return new Visitor(node.url())
                .get("/verify", "Authorization", Visitor.basic("billing", secret))
                .statusCode();
    }

    private static int bearing(ExecutableWar node, String token) throws Exception {
        return new Visitor(node.url())
                .get("/verify", "Authorization", "Bearer " + token)
                .statusCode();
    }

    private static Duration timeUntil(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
