package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.Visitor;
import dev.countersign.store.jdbc.PostgresCluster;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of three kinds that share one PostgreSQL and one key ring, and start at once. */
@Tag("full")
class ThreeNodesIT {

    /** A change shows everywhere within a second; the rest is for a machine that is busy with other things. */
    private static final Duration A_SECOND_AND_A_MARGIN = Duration.ofSeconds(3);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path MIGRATIONS = Path.of("src/main/resources/dev/countersign/store/jdbc/migration");
    private static final String FIRST_SECRET = "the first administrator's own secret";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int ROTATIONS = 3;

    @TempDir
    Path folder;

    private final PostgresCluster cluster = new PostgresCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void theyMigrateOnceAndAreOne() throws Exception {
        List<Container> nodes = nodes();
        try {
            startAtOnce(nodes);

            assertThat(migrations()).containsExactlyElementsOf(shippedMigrations());
            assertThat(numberOf("countersign_client"))
                    .as("first administrators")
                    .isEqualTo(1);
            Administrator administrator = new Administrator(nodes.get(0).url(), FIRST_SECRET);
            String secret = administrator.register("\"client_id\":\"billing\"");
            for (Container node : nodes) {
                assertThat(verify(node, secret)).as(node.name()).isEqualTo(204);
            }

            administrator.delete("/clients/billing/secrets/" + administrator.secretId("billing"));

            for (Container node : nodes) {
                assertThat(timeUntil(() -> verify(node, secret) == 401))
                        .as(node.name())
                        .isLessThan(A_SECOND_AND_A_MARGIN);
            }
        } finally {
            nodes.forEach(Container::close);
        }
    }

    @Test
    void tok4_rev1_tokensAreGoodOnEveryNodeWhileKeysRotateAndDeadOnEveryNodeWhenTheyAreEnded() throws Exception {
        List<Container> nodes = nodes();
        try {
            startAtOnce(nodes);
            Administrator administrator = new Administrator(nodes.get(0).url(), FIRST_SECRET);
            String secret = administrator.register("\"client_id\":\"billing\"");
            String first = token(nodes.get(0), secret);

            rotateUnderLoad(nodes, secret);

            for (Container node : nodes) {
                assertThat(bearing(node, first))
                        .as("of the first key, at " + node.name())
                        .isEqualTo(204);
            }
            String revoked = token(nodes.get(1), secret);
            String kept = token(nodes.get(2), secret);
            assertThat(post(nodes.get(2), "/revoke", secret, "token=" + revoked).statusCode())
                    .isEqualTo(200);
            for (Container node : nodes) {
                assertDead(node, revoked, secret);
                assertThat(bearing(node, kept)).isEqualTo(204);
            }
            String kid = TokenCalls.header(kept).getString("kid");
            assertThat(administrator.delete("/signing-keys/" + kid).statusCode())
                    .isEqualTo(204);
            for (Container node : nodes) {
                assertDead(node, kept, secret);
                assertThat(bearing(node, first)).isEqualTo(204);
                assertThat(timeUntil(() -> bearing(node, token(node, secret)) == 204))
                        .as("another key signs, at " + node.name())
                        .isLessThan(A_SECOND_AND_A_MARGIN);
            }
        } finally {
            nodes.forEach(Container::close);
        }
    }

    /** On each node in turn a new key is made and signs at once, while tokens of each node pass on all of them. */
    private static void rotateUnderLoad(List<Container> nodes, String secret) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        List<AtomicInteger> rounds =
                nodes.stream().map(node -> new AtomicInteger()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            List<Future<?>> loads = new ArrayList<>();
            for (int i = 0; i < nodes.size(); i++) {
                Container issuing = nodes.get(i);
                AtomicInteger round = rounds.get(i);
                loads.add(threads.submit(() -> {
                    while (!ended.get()) {
                        String token = token(issuing, secret);
                        for (Container node : nodes) {
                            assertThat(bearing(node, token))
                                    .as("of " + issuing.name() + " at " + node.name())
                                    .isEqualTo(204);
                        }
                        round.incrementAndGet();
                    }
                    return null;
                }));
            }
            for (int i = 0; i < ROTATIONS; i++) {
                Administrator there =
                        new Administrator(nodes.get(i % nodes.size()).url(), FIRST_SECRET);
                String kid = Scenario.json(there.post("/signing-keys", "{}")).getString("kid");
                assertThat(there.post("/signing-keys/" + kid + "/activate", "{\"force\":true}")
                                .statusCode())
                        .isEqualTo(200);
                for (Container node : nodes) {
                    timeUntil(() -> loads.stream().anyMatch(Future::isDone)
                            || TokenCalls.header(token(node, secret))
                                    .getString("kid")
                                    .equals(kid));
                }
                List<Integer> before = rounds.stream().map(AtomicInteger::get).toList();
                timeUntil(() -> loads.stream().anyMatch(Future::isDone) || allBeyond(rounds, before));
            }
            ended.set(true);
            for (Future<?> load : loads) {
                load.get();
            }
        } finally {
            ended.set(true);
            threads.shutdown();
        }
    }

    private static boolean allBeyond(List<AtomicInteger> rounds, List<Integer> before) {
        for (int i = 0; i < rounds.size(); i++) {
            if (rounds.get(i).get() < before.get(i) + 2) {
                return false;
            }
        }
        return true;
    }

    private static void assertDead(Container node, String token, String secret) throws Exception {
        assertThat(timeUntil(() -> bearing(node, token) == 401)).as(node.name()).isLessThan(A_SECOND_AND_A_MARGIN);
        assertThat(post(node, "/introspect", secret, "token=" + token).body()).isEqualTo(TokenCalls.INACTIVE);
    }

    private static String token(Container node, String secret) throws Exception {
        return TokenCalls.accessToken(post(node, "/token", secret, TokenCalls.CLIENT_CREDENTIALS));
    }

    private static int bearing(Container node, String token) throws Exception {
        return new Visitor(node.url())
                .get("/verify", "Authorization", "Bearer " + token)
                .statusCode();
    }

    private static HttpResponse<String> post(Container node, String path, String secret, String form) throws Exception {
        return new Visitor(node.url()).post(path, FORM, form, "Authorization", Visitor.basic("billing", secret));
    }

    private List<Container> nodes() throws Exception {
        return List.of(
                new Tomcat("11.", folder("tomcat-11")),
                new Tomcat("10.1.", folder("tomcat-10")),
                new WildFly(folder("wildfly")));
    }

    private void startAtOnce(List<Container> nodes) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            List<Callable<Container>> starts = new ArrayList<>();
            for (Container node : nodes) {
                node.onPostgres(cluster.url())
                        .edited(page -> page.with(
                                        "$(openssl rand -base64 32)", "c2hhcmVkIGJ5IGFsbCBub2RlcyBvZiB0aGlzIHRlc3Q=")
                                // One server to its clients, as behind a load balancer.
                                .with("value=\"$ISSUER\"", "value=\"https://sentry.example/countersign\""))
                        .with("bootstrapAdminSecret", FIRST_SECRET);
                starts.add(node::start);
            }
            for (Future<Container> start : threads.invokeAll(starts)) {
                start.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private Path folder(String name) throws Exception {
        return Files.createDirectory(folder.resolve(name));
    }

    private List<String> migrations() throws SQLException {
        return query(
                "select version from countersign_schema where success and version is not null order by installed_rank");
    }

    /** In the order of their numbers. */
    private static List<String> shippedMigrations() throws Exception {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.map(file -> file.getFileName().toString())
                    .map(name -> name.substring(1, name.indexOf("__")))
                    .sorted(Comparator.comparing(Integer::valueOf))
                    .toList();
        }
    }

    private int numberOf(String table) throws SQLException {
        return Integer.parseInt(query("select count(*) from " + table).get(0));
    }

    private List<String> query(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(cluster.url(), "countersign", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static int verify(Container node, String secret) throws Exception {
        return new Visitor(node.url())
                .get("/verify", "Authorization", Visitor.basic("billing", secret))
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
