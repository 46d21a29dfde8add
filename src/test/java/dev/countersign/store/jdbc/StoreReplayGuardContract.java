package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.Threads;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.auth.ReplayGuardContract;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the store's guard has to keep to on every database: two nodes share one here. */
abstract class StoreReplayGuardContract extends ReplayGuardContract {

    private static final int MANY = 2 * Sweep.CHUNK + 1;
    private static final int RACERS = 16;

    protected Node node;
    private Node other;

    /** The same database each time. */
    protected abstract HikariConfig database();

    @BeforeEach
    void start() {
        node = new Node();
        other = new Node();
        new Schema(node.pool).migrate();
        execute("delete from countersign_used_assertion");
        execute("update countersign_chore set due_at = ?", Instant.EPOCH);
    }

    @AfterEach
    void stop() {
        node.close();
        other.close();
    }

    @Override
    protected ReplayGuard guard() {
        return node.guard;
    }

    @Override
    protected ReplayGuard otherNode() {
        return other.guard;
    }

    @Test
    void jwt14_aRestartForgetsNothing() {
        assertThat(node.guard.claim(BILLING, "a", Optional.empty(), later())).isTrue();
        node.close();
        node = new Node();

        assertThat(node.guard.claim(BILLING, "a", Optional.empty(), later())).isFalse();
    }

    @Test
    void jwt6_whatHasEndedIsForgottenAndNothingElse() {
        Instant end = later();
        for (int i = 0; i < MANY; i++) {
            claim(node.guard, BILLING, "short-" + i, end);
        }
        claim(node.guard, BILLING, "long", end.plusSeconds(3600).plusNanos(1000));
        now = end.minusNanos(1000);
        assertThat(node.guard.sweep()).isZero();

        now = end.plus(Sweep.BETWEEN_SWEEPS);
        assertThat(node.guard.sweep()).isEqualTo(MANY);

        assertThat(rows()).isEqualTo(1);
        now = end.plusSeconds(3600);
        node.guard.sweep();
        assertThat(claim(other.guard, BILLING, "long", later())).isFalse();
        assertThat(claim(other.guard, BILLING, "short-0", later())).isTrue();
    }

    @Test
    void oneNodeForgetsForAll() {
        claim(node.guard, BILLING, "a", now.plusMillis(1));
        now = now.plusSeconds(1);
        assertThat(other.guard.sweep()).isEqualTo(1);
        claim(node.guard, BILLING, "b", now.plusMillis(1));
        now = now.plusSeconds(1);

        assertThat(node.guard.sweep()).isZero();
        // When the one that had the turn is gone, it is another one's.
        now = now.plus(Sweep.BETWEEN_SWEEPS);
        assertThat(node.guard.sweep()).isEqualTo(1);
        assertThat(rows()).isZero();
    }

    @Test
    void aGuardThatIsClosedLeavesNoThreadBehind() throws Exception {
        node.close();
        other.close();

        Threads.assertNone("countersign-used-assertions");
    }

    @Test
    void jwt6_aGuardThatCannotBeAskedIsNeitherYesNorNo() {
        claim(node.guard, BILLING, "a", later());
        node.pool.close();

        for (String jti : List.of("a", "b")) {
            assertThatThrownBy(() -> claim(node.guard, BILLING, jti, later())).isInstanceOf(UnavailableException.class);
        }
        assertThat(claim(other.guard, BILLING, "a", later())).isFalse();
        assertThat(claim(other.guard, BILLING, "b", later())).isTrue();
    }

    @Test
    void jwt6_aViolationThatIsNotTheKeysIsNeitherYesNorNo() {
        execute(
                "alter table countersign_used_assertion add constraint of_somebody_else check (client_id <> 'shipping')");
        try {
            assertThatThrownBy(() -> claim(node.guard, SHIPPING, "a", later()))
                    .isInstanceOf(UnavailableException.class);
            assertThat(claim(node.guard, BILLING, "a", later())).isTrue();
        } finally {
            execute("alter table countersign_used_assertion drop constraint of_somebody_else");
        }
    }

    /**
     * Half of the rows are there already and have ended, one thread forgets such rows meanwhile, and both nodes write
     * the same ones in batches of their own order.
     */
    @Test
    void jwt6_nodesThatClaimTheSameInOverlappingBatchesGrantEachOnceAndNeverWaitForEachOther() throws Exception {
        int ids = 300;
        for (int i = 0; i < ids; i += 2) {
            assertThat(claim(node.guard, client(i), "id-" + i, now.plusMillis(1)))
                    .isTrue();
        }
        now = now.plusSeconds(100);
        Instant end = later();
        List<Callable<Integer>> claims = new ArrayList<>();
        for (int thread = 0; thread < RACERS; thread++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, ids).boxed().toList());
            Collections.shuffle(order, new Random(thread));
            Node mine = thread % 2 == 0 ? node : other;
            claims.add(() -> {
                int granted = 0;
                for (int i : order) {
                    granted += claim(mine.guard, client(i), "id-" + i, end) ? 1 : 0;
                }
                return granted;
            });
        }
        claims.add(() -> {
            node.guard.sweep();
            return 0;
        });
        ExecutorService threads = Executors.newFixedThreadPool(claims.size());
        try {
            int granted = 0;
            for (Future<Integer> each : threads.invokeAll(claims)) {
                granted += each.get();
            }
            assertThat(granted).isEqualTo(ids);
            assertThat(rows()).isEqualTo(ids);
        } finally {
            threads.shutdown();
        }
    }

    private static ClientId client(int number) {
        return number % 3 == 0 ? BILLING : SHIPPING;
    }

    protected int rows() {
        return node.store
                .connections()
                .read(connection ->
                        Sql.first(connection, row -> row.getInt(1), "select count(*) from countersign_used_assertion"))
                .orElseThrow();
    }

    protected void execute(String sql, Object... parameters) {
        node.store.connections().read(connection -> Sql.execute(connection, sql, parameters));
    }

    /** One of those that share the database, by a pool of its own. */
    protected final class Node implements AutoCloseable {

        final HikariDataSource pool = new HikariDataSource(database());
        final JdbcStore store = new JdbcStore(pool, clock);
        final StoreReplayGuard guard = new StoreReplayGuard(store, clock);

        @Override
        public void close() {
            guard.close();
            store.close();
            pool.close();
        }
    }
}
