package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.countersign.client.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class MariaDbStoreReplayGuardIT extends StoreReplayGuardContract {

    /** In threads. */
    private static final int CLAIMING = 16;

    private static MariaDb server;

    @BeforeAll
    static void startServer() {
        server = new MariaDb();
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected HikariConfig database() {
        return server.database();
    }

    @Test
    void jwt6_aServerThatIsDownIsNeitherYesNorNo() {
        assertThat(claim(guard(), BILLING, "a", later())).isTrue();
        server.stop();
        try {
            assertThatThrownBy(() -> claim(guard(), BILLING, "a", later())).isInstanceOf(UnavailableException.class);
        } finally {
            server.start();
        }
        node.close();
        node = new Node();
        assertThat(claim(guard(), BILLING, "a", later())).isFalse();
    }

    @Test
    void jwt6_aClaimDoesNotWaitForOtherClaims() throws SQLException {
        try (Connection connection = node.pool.getConnection()) {
            connection.setAutoCommit(false);
            Sql.execute(
                    connection,
                    "insert into countersign_used_assertion (client_id, jti_hash, keep_until, claim) values ('billing', 'x', ?, 'x')",
                    later());

            assertThat(claim(guard(), BILLING, "a", later())).isTrue();
            connection.rollback();
        }
    }

    /**
     * The server is killed while batches are being written. What was granted stays granted, and what was not answered
     * is granted once more at most.
     */
    @Test
    void jwt6_whenTheServerDiesInTheMiddleOfBatchesNothingIsGrantedTwice() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLAIMING);
        Set<String> granted = ConcurrentHashMap.newKeySet();
        Set<String> unanswered = ConcurrentHashMap.newKeySet();
        Instant end = later();
        List<Future<?>> claims = new ArrayList<>();
        for (int i = 0; i < CLAIMING; i++) {
            int thread = i;
            claims.add(threads.submit(() -> {
                for (int n = 0; unanswered.isEmpty() || n < 20; n++) {
                    String jti = thread + "-" + n;
                    try {
                        if (claim(guard(), BILLING, jti, end)) {
                            granted.add(jti);
                        }
                    } catch (UnavailableException e) {
                        unanswered.add(jti);
                        break;
                    }
                }
            }));
        }
        while (granted.size() < 10 * CLAIMING) {
            assertThat(unanswered).isEmpty();
        }
        server.stop();
        try {
            for (Future<?> claim : claims) {
                claim.get();
            }
        } finally {
            server.start();
            threads.shutdown();
        }
        node.close();
        node = new Node();

        assertThat(unanswered).isNotEmpty();
        assertThat(granted).noneMatch(jti -> claim(guard(), BILLING, jti, end));
        for (String jti : unanswered) {
            claim(guard(), BILLING, jti, end);
            assertThat(claim(guard(), BILLING, jti, end)).isFalse();
        }
    }

    /** The server stands still: whether it will write the batch when it goes on is not known. */
    @Test
    void jwt6_whenTheServerStandsStillAllOfTheBatchIsUnanswered() throws Exception {
        assertThat(claim(guard(), BILLING, "before", later())).isTrue();
        ExecutorService threads = Executors.newFixedThreadPool(CLAIMING);
        List<Callable<Boolean>> claims = IntStream.range(0, CLAIMING)
                .<Callable<Boolean>>mapToObj(i -> () -> claim(guard(), BILLING, "still-" + i, later()))
                .toList();
        server.signal("STOP");
        try {
            for (Future<Boolean> claim : threads.invokeAll(claims)) {
                assertThatThrownBy(claim::get).hasCauseInstanceOf(UnavailableException.class);
            }
        } finally {
            server.signal("CONT");
            threads.shutdown();
        }
        node.close();
        node = new Node();

        for (int i = 0; i < CLAIMING; i++) {
            claim(guard(), BILLING, "still-" + i, later());
            assertThat(claim(guard(), BILLING, "still-" + i, later())).isFalse();
        }
    }

    @Test
    void jwt6_aClaimDoesNotWaitForATransactionOnTheSameNode() {
        node.store.connections().transact(connection -> {
            assertThat(CompletableFuture.supplyAsync(() -> claim(guard(), BILLING, "a", later()))
                            .join())
                    .isTrue();
            return "";
        });
    }

    /** Locks rows in the reverse order of a batch; of the two MariaDB then undoes one, which is made once more. */
    @Test
    void jwt6_aClaimThatWasUndoneToEndADeadlockIsMadeOnceMore() throws Exception {
        List<UsedAssertion> batch = IntStream.range(0, 200)
                .mapToObj(i -> UsedAssertion.of(BILLING, "deadlock-" + i, later()))
                .sorted(Comparator.comparing(UsedAssertion::key))
                .toList();
        UsedAssertions assertions = new UsedAssertions(node.store.connections());
        UsedAssertion.Key last = batch.get(batch.size() - 1).key();
        ExecutorService threads = Executors.newFixedThreadPool(1);
        try (Connection connection = node.pool.getConnection()) {
            connection.setAutoCommit(false);
            // The heavier transaction survives a deadlock.
            for (int i = 0; i < 2000; i++) {
                hold(connection, new UsedAssertion.Key("another", "x" + i));
            }
            hold(connection, last);
            Future<Set<UsedAssertion.Key>> claim = threads.submit(() -> assertions.add(batch, now));
            awaitWaiter(claim);

            hold(connection, batch.get(0).key());
            connection.rollback();

            assertThat(claim.get()).hasSize(batch.size());
        } finally {
            threads.shutdown();
        }
        assertThat(deadlocks()).isPositive();
        assertThat(assertions.add(batch, now)).isEmpty();
    }

    private void hold(Connection connection, UsedAssertion.Key key) throws SQLException {
        Sql.execute(
                connection,
                "insert into countersign_used_assertion (client_id, jti_hash, keep_until, claim) values (?, ?, ?, '')",
                key.client(),
                key.jtiHash(),
                later());
    }

    /** By the counter: the table innodb_lock_waits is not renewed while it is read more often than every 100 ms. */
    private static void awaitWaiter(Future<?> waiting) throws SQLException {
        while (number("select variable_value from information_schema.global_status"
                        + " where variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'")
                == 0) {
            assertThat(waiting).as("the claim waits for a row").isNotDone();
        }
    }

    private static long deadlocks() throws SQLException {
        return number("select count from information_schema.innodb_metrics where name = 'lock_deadlocks'");
    }

    private static long number(String sql) throws SQLException {
        try (Connection root = server.administrator()) {
            return Sql.first(root, row -> row.getLong(1), sql).orElseThrow();
        }
    }
}
