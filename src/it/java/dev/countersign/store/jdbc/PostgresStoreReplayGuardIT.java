package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.countersign.client.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
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
class PostgresStoreReplayGuardIT extends StoreReplayGuardContract {

    /** In threads. */
    private static final int CLAIMING = 16;

    private static PostgresCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = new PostgresCluster();
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Override
    protected HikariConfig database() {
        return cluster.database();
    }

    @Test
    void jwt6_aServerThatIsDownIsNeitherYesNorNo() {
        assertThat(claim(guard(), BILLING, "a", later())).isTrue();
        cluster.stop();
        try {
            assertThatThrownBy(() -> claim(guard(), BILLING, "a", later())).isInstanceOf(UnavailableException.class);
        } finally {
            cluster.start();
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
                    "insert into countersign_used_assertion (client_id, jti_hash, keep_until) values ('billing', 'x', ?)",
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
        cluster.stop();
        try {
            for (Future<?> claim : claims) {
                claim.get();
            }
        } finally {
            cluster.start();
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
        cluster.signal("STOP");
        try {
            for (Future<Boolean> claim : threads.invokeAll(claims)) {
                assertThatThrownBy(claim::get).hasCauseInstanceOf(UnavailableException.class);
            }
        } finally {
            cluster.signal("CONT");
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
}
