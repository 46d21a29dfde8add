package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Administrator;
import dev.countersign.it.Visitor;
import dev.countersign.store.jdbc.PostgresCluster;
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

    @TempDir
    Path folder;

    private final PostgresCluster cluster = new PostgresCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void theyMigrateOnceAndAreOne() throws Exception {
        List<Container> nodes = List.of(
                new Tomcat("11.", folder("tomcat-11")),
                new Tomcat("10.1.", folder("tomcat-10")),
                new WildFly(folder("wildfly")));
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

    private void startAtOnce(List<Container> nodes) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
        try {
            List<Callable<Container>> starts = new ArrayList<>();
            for (Container node : nodes) {
                node.onPostgres(cluster.url())
                        .edited(page ->
                                page.with("$(openssl rand -base64 32)", "c2hhcmVkIGJ5IGFsbCBub2RlcyBvZiB0aGlzIHRlc3Q="))
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
