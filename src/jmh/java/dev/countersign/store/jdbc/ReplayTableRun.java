package dev.countersign.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.ClientId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * What a claim of an assertion costs with ten thousand and with ten million live rows in the table, on PostgreSQL, and
 * while expired rows are deleted: the time of a claim, of sixteen threads that claim all the time.
 */
public final class ReplayTableRun {
    private static final int FEW = 10_000;
    private static final int MANY = 10_000_000;
    private static final int EXPIRED = 200_000;
    private static final int THREADS = 16;
    private static final int CLAIMS = 1_000;
    private static final Duration BY_HAND = Duration.ofDays(1);
    private static final ClientId CLIENT = new ClientId("billing");

    private ReplayTableRun() {}

    /** @param rows how many live rows, in the place of ten million */
    public static void main(List<String> rows) throws Exception {
        int many = rows.isEmpty() ? MANY : Integer.parseInt(rows.get(0));
        try (PostgresCluster cluster = PostgresCluster.durable();
                HikariDataSource pool = pool(cluster)) {
            new Schema(pool).migrate();
            try (JdbcStore store = new JdbcStore(pool, InstantSource.system())) {
                UsedAssertions assertions = new UsedAssertions(store.connections());
                // As the guard has it, but without its sweep: here rows are deleted when it is time.
                ClaimBatches guard = new ClaimBatches(
                        batch -> assertions.add(batch, InstantSource.system().instant()));
                fill(pool, 0, FEW, "now() + interval '1 day'");
                Times few = warm(guard, FEW + " live rows");
                fill(pool, FEW, many, "now() + interval '1 day'");
                Times full = warm(guard, many + " live rows");
                print("claim, median", full.median() / few.median(), 2);
                fill(pool, many, many + EXPIRED, "now() - interval '1 minute'");
                Times before = warm(guard, "with " + EXPIRED + " expired rows beside them");
                Times purging = whilePurging(guard, assertions);
                print("p99 while they are deleted", purging.p99() / before.p99(), 1.5);
            }
        }
    }

    private static HikariDataSource pool(PostgresCluster cluster) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(cluster.url());
        config.setUsername("countersign");
        config.setMaximumPoolSize(10);
        return new HikariDataSource(config);
    }

    /** Without the indexes, which are made anew: in the order of random keys each row would cost a page. */
    private static void fill(DataSource database, int from, int to, String end) throws SQLException {
        long begin = System.nanoTime();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (to - from > EXPIRED) {
                statement.execute(
                        "alter table countersign_used_assertion drop constraint countersign_used_assertion_pkey");
                statement.execute("drop index countersign_used_assertion_end");
            }
            statement.execute("insert into countersign_used_assertion (client_id, jti_hash, keep_until)"
                    + " select 'client-' || i % 1000, translate(rtrim(encode(sha256(i::text::bytea), 'base64'), '='),"
                    + " '+/', '-_'), " + end + " from generate_series(" + (from + 1) + ", " + to + ") as i");
            if (to - from > EXPIRED) {
                statement.execute("alter table countersign_used_assertion add primary key (client_id, jti_hash)");
                statement.execute(
                        "create index countersign_used_assertion_end on countersign_used_assertion (keep_until)");
            }
            statement.execute("vacuum analyze countersign_used_assertion");
            statement.execute("checkpoint");
        }
        System.out.printf(Locale.ROOT, "filled to %d rows in %.0f s%n", to, (System.nanoTime() - begin) / 1e9);
    }

    /** The second of two measurements. */
    private static Times warm(ClaimBatches guard, String what) throws Exception {
        claims(guard, CLAIMS);
        Times times = claims(guard, CLAIMS);
        System.out.println(what + ": " + times);
        return times;
    }

    private static Times whilePurging(ClaimBatches guard, UsedAssertions assertions) throws Exception {
        ExecutorService purge = Executors.newSingleThreadExecutor();
        List<Times> all = new ArrayList<>();
        try (Sweep sweep = assertions.sweep(InstantSource.system(), BY_HAND)) {
            long begin = System.nanoTime();
            Future<Integer> deleted = purge.submit(sweep::sweep);
            while (!deleted.isDone()) {
                all.add(claims(guard, CLAIMS / 4));
            }
            Times times = Times.of(all.stream()
                    .flatMapToLong(each -> Arrays.stream(each.sorted))
                    .toArray());
            System.out.printf(
                    Locale.ROOT,
                    "while %d expired rows were deleted in %.0f s: %s%n",
                    deleted.get(),
                    (System.nanoTime() - begin) / 1e9,
                    times);
            return times;
        } finally {
            purge.shutdown();
        }
    }

    /** @param number of claims of each thread */
    private static Times claims(ClaimBatches guard, int number) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<long[]>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            running.add(threads.submit(() -> claim(guard, number)));
        }
        threads.shutdown();
        List<long[]> all = new ArrayList<>();
        for (Future<long[]> each : running) {
            all.add(each.get());
        }
        return Times.of(all.stream().flatMapToLong(Arrays::stream).toArray());
    }

    private static long[] claim(ClaimBatches guard, int number) {
        long[] nanos = new long[number];
        for (int i = 0; i < number; i++) {
            long begin = System.nanoTime();
            boolean first = guard.claim(UsedAssertion.of(
                    CLIENT,
                    UUID.randomUUID().toString(),
                    InstantSource.system().instant().plus(Duration.ofMinutes(5))));
            nanos[i] = System.nanoTime() - begin;
            if (!first) {
                throw new IllegalStateException("used before it was");
            }
        }
        return nanos;
    }

    private static void print(String what, double ratio, double aim) {
        System.out.printf(Locale.ROOT, "%s: %.2f times (aim: %.1f)%n", what, ratio, aim);
    }

    /** Nanoseconds of claims, sorted. */
    private static final class Times {
        private final long[] sorted;

        private Times(long[] sorted) {
            this.sorted = sorted;
        }

        static Times of(long[] nanos) {
            Arrays.sort(nanos);
            return new Times(nanos);
        }

        double median() {
            return sorted[sorted.length / 2];
        }

        double p99() {
            return sorted[(int) (sorted.length * 0.99)];
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "median %.2f ms, p99 %.2f ms of %d claims",
                    median() / 1e6,
                    p99() / 1e6,
                    sorted.length);
        }
    }
}
