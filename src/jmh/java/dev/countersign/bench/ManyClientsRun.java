package dev.countersign.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.ClientId;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.MariaDb;
import dev.countersign.store.jdbc.PostgresCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * How long a look-up without a cache takes, a page of the console's list, a search and a page of the audit trail, with
 * a thousand and with a million clients, on every kind of database. The median of single calls of one thread, the round
 * trip included. A look-up among a million may take 1.5 times as long as one among a thousand.
 */
public final class ManyClientsRun {

    private static final int FEW = 1_000;
    private static final int MANY = 1_000_000;

    /** In clients. */
    private static final int PAGE = 50;

    private static final int CALLS = 2_000;

    private static final Duration WARM_UP = Duration.ofSeconds(5);

    /** A search that every client matches reads much more than the others: fewer calls will do. */
    private static final int SLOW_CALLS = 300;

    private ManyClientsRun() {}

    /** @param databases of {@code h2}, {@code postgresql}, {@code mariadb}; none: all three */
    public static void main(List<String> databases) throws Exception {
        for (String database : databases.isEmpty() ? List.of("h2", "postgresql", "mariadb") : databases) {
            Map<String, Double> few = measure(database, FEW);
            Map<String, Double> many = measure(database, MANY);
            few.forEach((what, micros) -> {
                double among = Objects.requireNonNull(many.get(what));
                System.out.printf(
                        Locale.ROOT,
                        "%s, %s: %.0f us with %d clients, %.0f us with %d, %.2f times%n",
                        database,
                        what,
                        micros,
                        FEW,
                        among,
                        MANY,
                        among / micros);
            });
        }
    }

    private static Map<String, Double> measure(String database, int clients) throws Exception {
        switch (database) {
            case "postgresql" -> {
                try (PostgresCluster cluster = new PostgresCluster()) {
                    return measure(cluster.url(), "", clients);
                }
            }
            case "mariadb" -> {
                try (MariaDb server = MariaDb.large()) {
                    return measure(server.url(), MariaDb.PASSWORD, clients);
                }
            }
            default -> {
                Path folder = Files.createTempDirectory(Path.of("target"), "many-clients");
                return measure("jdbc:h2:" + folder.resolve("clients").toAbsolutePath(), "", clients);
            }
        }
    }

    private static Map<String, Double> measure(String url, String password, int clients) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername("countersign");
        config.setPassword(password);
        config.setMaximumPoolSize(4);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            long begin = System.nanoTime();
            StoreFilling.fill(pool, clients);
            System.out.printf(Locale.ROOT, "%d clients after %.0f s%n", clients, (System.nanoTime() - begin) / 1e9);
            try (JdbcStore store = new JdbcStore(pool, InstantSource.system())) {
                return measure(store, clients);
            }
        }
    }

    private static Map<String, Double> measure(JdbcStore store, int clients) {
        Random random = new Random(clients);
        Map<String, Double> micros = new LinkedHashMap<>();
        Consumer<String> page = search -> store.clients().page(search, Optional.empty(), PAGE);
        micros.put("look-up", median(CALLS, i -> store.clients().find(id(random, clients))));
        micros.put(
                "look-up of an unknown id", median(CALLS, i -> store.clients().find(new ClientId("unknown-" + i))));
        micros.put("first page of the list", median(CALLS, i -> page.accept("")));
        micros.put(
                "search of one",
                median(CALLS, i -> page.accept(id(random, clients).value())));
        micros.put("search of a word that all have", median(SLOW_CALLS, i -> page.accept("shop")));
        micros.put("search of a letter that all have", median(SLOW_CALLS, i -> page.accept("s")));
        micros.put(
                "events of one",
                median(
                        CALLS,
                        i -> store.auditTrail().events(Optional.of(id(random, clients)), Optional.empty(), PAGE)));
        return micros;
    }

    private static ClientId id(Random random, int clients) {
        return new ClientId(StoreFilling.id(random.nextInt(clients)));
    }

    /** In microseconds. */
    private static double median(int calls, Consumer<Integer> call) {
        long begin = System.nanoTime();
        for (int warm = 0; System.nanoTime() - begin < WARM_UP.toNanos(); warm++) {
            call.accept(warm);
        }
        long[] nanos = new long[calls];
        for (int i = 0; i < calls; i++) {
            long start = System.nanoTime();
            call.accept(i);
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos[calls / 2] / 1e3;
    }
}
