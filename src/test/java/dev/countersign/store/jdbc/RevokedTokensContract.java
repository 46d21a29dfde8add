package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.Threads;
import dev.countersign.client.ChangeFeed.Changes;
import dev.countersign.client.ChangeFeed.Position;
import dev.countersign.token.RevokedTokens;
import dev.countersign.token.RevokedTokens.Revocations;
import dev.countersign.token.RevokedTokens.Revoked;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the table of revoked tokens has to keep to on every database: two nodes share one here. */
abstract class RevokedTokensContract {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant END = NOON.plusSeconds(300);
    private static final int MANY = 2 * Sweep.CHUNK + 1;
    private static final int ALL = 1000;

    protected volatile Instant now = NOON;
    private final InstantSource clock = () -> now;
    protected Node node;
    private Node other;

    /** The same database each time. */
    protected abstract HikariConfig database();

    @BeforeEach
    void start() {
        node = new Node();
        other = new Node();
        execute("delete from countersign_revoked_token");
        execute("update countersign_counter set n = 0 where id = 3");
        execute("update countersign_chore set due_at = ?", Instant.EPOCH);
    }

    @AfterEach
    void stop() {
        node.close();
        other.close();
    }

    @Test
    void rev1_whatWasRevokedIsKnownToAllNodesAndAfterARestart() {
        node.tokens.revoke(new Revoked("t1", END));

        assertThat(node.tokens.isRevoked("t1")).isTrue();
        assertThat(other.tokens.isRevoked("t1")).isTrue();
        for (String unknown : List.of("t", "T1", "t1 ", "t%", "", "x".repeat(65))) {
            assertThat(node.tokens.isRevoked(unknown)).as(unknown).isFalse();
        }
        node.close();
        node = new Node();
        assertThat(node.tokens.isRevoked("t1")).isTrue();
        assertThat(other.tokens.since(0, ALL)).isEqualTo(new Revocations(1, List.of(new Revoked("t1", END))));
    }

    @Test
    void rev1_theEndIsNotBeforeThatOfTheToken() {
        node.tokens.revoke(new Revoked("t1", END.plusNanos(1)));

        assertThat(other.tokens.since(0, ALL).tokens()).containsExactly(new Revoked("t1", END.plusNanos(1000)));
    }

    @Test
    void revokingTwiceIsNoErrorAndIsToldOnce() {
        node.tokens.revoke(new Revoked("t1", END));
        node.tokens.revoke(new Revoked("t1", END));
        other.tokens.revoke(new Revoked("t1", END.plusSeconds(1)));
        other.tokens.revoke(new Revoked("t2", END));

        assertThat(node.tokens.since(0, ALL))
                .isEqualTo(new Revocations(2, List.of(new Revoked("t1", END), new Revoked("t2", END))));
    }

    @Test
    void whoRepeatsARevocationWaitsForNobody() throws Exception {
        node.tokens.revoke(new Revoked("t1", END));

        other.store.connections().transact(connection -> {
            Counter.REVOCATIONS.next(connection);
            CompletableFuture.runAsync(() -> node.tokens.revoke(new Revoked("t1", END)))
                    .join();
            connection.rollback();
            return "";
        });
        assertThat(node.tokens.since(1, ALL)).isEqualTo(new Revocations(1, List.of()));
    }

    @Test
    void revocationsAreReadInSteps() {
        for (int i = 1; i <= 5; i++) {
            node.tokens.revoke(new Revoked("t" + i, END));
        }

        assertThat(ids(other.tokens.since(0, 2))).containsExactly("t1", "t2");
        assertThat(other.tokens.since(0, 2).position()).isEqualTo(2);
        assertThat(ids(other.tokens.since(2, 2))).containsExactly("t3", "t4");
        assertThat(other.tokens.since(4, 2)).isEqualTo(new Revocations(5, List.of(new Revoked("t5", END))));
        assertThat(other.tokens.since(5, 2)).isEqualTo(new Revocations(5, List.of()));
        assertThatThrownBy(() -> other.tokens.since(5, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStoreThatWasRestoredTellsASmallerPosition() {
        for (int i = 1; i <= 3; i++) {
            node.tokens.revoke(new Revoked("t" + i, END));
        }
        execute("delete from countersign_revoked_token where n > 1");
        execute("update countersign_counter set n = 1 where id = 3");

        assertThat(node.tokens.since(3, ALL)).isEqualTo(new Revocations(1, List.of()));
        assertThat(node.tokens.since(Long.MAX_VALUE, ALL).position()).isEqualTo(1);
        assertThat(ids(node.tokens.since(0, ALL))).containsExactly("t1");
    }

    /** As after the restore of a backup: the numbers come again, for other tokens, until they are beyond. */
    @Test
    void rev1_aFollowerNoticesThatRevocationsWentBackAlsoWhenTheyHaveGrownBeyondItsPosition() {
        for (int growth = 0; growth <= 2; growth++) {
            revokeAnother();
            long kept = revokeAnother();
            revokeAnother();
            Position seen = other.store.changes().since(Position.START).position();
            execute("delete from countersign_revoked_token where n > " + kept);
            execute("update countersign_counter set n = " + kept + " where id = 3");
            for (int i = 0; i < growth; i++) {
                revokeAnother();
            }

            Changes changes = other.store.changes().since(seen);

            assertThat(changes.otherHistory()).as("%s more", growth).isTrue();
            assertThat(changes.revokedAfter()).hasValue(0);
        }
    }

    @Test
    void rev1_aFollowerReadsWhatIsNewAndAllWhereItsLastOneIsNoLongerThere() {
        long first = revokeAnother();
        Position seen = other.store.changes().since(Position.START).position();
        assertThat(other.store.changes().since(seen).revokedAfter()).isEmpty();
        revokeAnother();
        assertThat(other.store.changes().since(seen).revokedAfter()).hasValue(first);

        execute("delete from countersign_revoked_token where n = " + first);
        Changes all = other.store.changes().since(seen);
        assertThat(all.revokedAfter()).hasValue(0);
        assertThat(all.otherHistory()).isFalse();
        execute("delete from countersign_revoked_token");
        assertThat(other.store.changes().since(all.position()).revokedAfter())
                .as("expired ones, and none is new")
                .isEmpty();
    }

    private long revokeAnother() {
        node.tokens.revoke(new Revoked(UUID.randomUUID().toString(), END));
        return node.tokens.since(Long.MAX_VALUE, 1).position();
    }

    @Test
    void whereTheLastOnesWereForgottenThePositionIsTheirs() {
        for (int i = 1; i <= 3; i++) {
            node.tokens.revoke(new Revoked("t" + i, END));
        }
        execute("delete from countersign_revoked_token where n > 1");

        assertThat(node.tokens.since(0, ALL).position()).isEqualTo(1);
        assertThat(node.tokens.since(1, ALL)).isEqualTo(new Revocations(3, List.of()));
    }

    /** One has its number and commits late; the next one must not be seen before it. */
    @Test
    void rev1_aLateCommitIsNotSkipped() throws Exception {
        CompletableFuture<Void> next = other.store.connections().transact(connection -> {
            insert(connection, "late");
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> node.tokens.revoke(new Revoked("next", END)));
            awaitWaiter(connection, waiting);
            assertThat(waiting).isNotDone();
            assertThat(node.tokens.since(0, ALL)).isEqualTo(new Revocations(0, List.of()));
            return waiting;
        });
        next.get();

        assertThat(ids(node.tokens.since(0, ALL))).containsExactly("late", "next");
        assertThat(ids(node.tokens.since(1, ALL))).containsExactly("next");
    }

    /** As {@link JdbcRevokedTokens#revoke}, without the commit. */
    private static void insert(Connection connection, String id) throws SQLException {
        Sql.execute(
                connection,
                "insert into countersign_revoked_token (jti, n, expires_at) values (?, ?, ?)",
                id,
                Counter.REVOCATIONS.next(connection),
                END);
    }

    /** Returns when the other revocation waits for this transaction, as far as the database tells; or has ended. */
    private static void awaitWaiter(Connection connection, Future<?> waiting) throws SQLException {
        String waiters = switch (Vendor.of(connection)) {
            case H2 -> "select 1 from information_schema.sessions where blocker_id = session_id()";
            case POSTGRESQL -> "select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))";
            // Who waits for whom is told to administrators only: that it has begun to count must do.
            case MARIADB ->
                "select 1 from information_schema.processlist"
                        + " where id <> connection_id() and info like '%update countersign_counter%'";
        };
        while (!waiting.isDone()
                && Sql.first(connection, row -> row.getInt(1), waiters).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void rev1_whoFollowsWhileBothNodesRevokeMissesNoneAndSeesEachOnce() throws Exception {
        int ids = 200;
        int revokers = 8;
        List<Callable<Integer>> work = new ArrayList<>();
        for (int thread = 0; thread < revokers; thread++) {
            Node mine = thread % 2 == 0 ? node : other;
            int first = thread / 2;
            // Each token is revoked by two threads, one of each node, at about the same time.
            work.add(() -> {
                for (int i = first; i < ids; i += revokers / 2) {
                    mine.tokens.revoke(new Revoked("t" + i, END));
                }
                return 0;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(revokers);
        List<String> seen = new ArrayList<>();
        try {
            List<Future<Integer>> revoking = work.stream().map(threads::submit).toList();
            long position = 0;
            boolean over;
            do {
                over = revoking.stream().allMatch(Future::isDone);
                Revocations step;
                do {
                    step = other.tokens.since(position, 3);
                    assertThat(step.position()).isGreaterThanOrEqualTo(position);
                    position = step.position();
                    seen.addAll(ids(step));
                } while (!step.tokens().isEmpty());
            } while (!over);
            for (Future<Integer> each : revoking) {
                each.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(seen)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, ids).mapToObj(i -> "t" + i).toList());
        assertThat(node.tokens.since(0, 1000).position())
                .as("no number is consumed for nothing")
                .isEqualTo(ids);
    }

    @Test
    void aRevocationThatFailsLeavesNothing() {
        for (Revoked bad :
                List.of(new Revoked("x".repeat(65), END), new Revoked("a\0", END), new Revoked("t1", Instant.MAX))) {
            assertThatThrownBy(() -> node.tokens.revoke(bad)).isInstanceOf(IllegalArgumentException.class);
        }
        execute("alter table countersign_revoked_token add constraint of_somebody_else check (jti <> 't1')");
        try {
            assertThatThrownBy(() -> node.tokens.revoke(new Revoked("t1", END)))
                    .isInstanceOf(IllegalStateException.class);
        } finally {
            execute("alter table countersign_revoked_token drop constraint of_somebody_else");
        }

        assertThat(other.tokens.since(0, ALL)).isEqualTo(new Revocations(0, List.of()));
        node.tokens.revoke(new Revoked("y".repeat(64), END));
        assertThat(other.tokens.isRevoked("y".repeat(64))).isTrue();
    }

    @Test
    void rev1_whatHasEndedIsForgottenTenMinutesLaterAndNothingElse() {
        fill(MANY);
        node.tokens.revoke(new Revoked("longer", END.plusNanos(1000)));
        Instant forgotten = END.plus(JdbcRevokedTokens.KEPT_LONGER);
        now = forgotten.minus(Sweep.BETWEEN_SWEEPS).minusNanos(1000);
        assertThat(node.sweep.sweep()).isZero();

        now = forgotten;
        assertThat(other.sweep.sweep()).isEqualTo(MANY);
        assertThat(node.sweep.sweep()).as("it is not this node's turn").isZero();

        assertThat(other.tokens.isRevoked("filled-1")).isFalse();
        assertThat(other.tokens.isRevoked("longer")).isTrue();
        now = forgotten.plus(Sweep.BETWEEN_SWEEPS);
        assertThat(node.sweep.sweep()).isEqualTo(1);
        assertThat(node.tokens.since(MANY, ALL)).isEqualTo(new Revocations(MANY + 1, List.of()));
    }

    @Test
    void aStoreThatIsClosedLeavesNoThreadBehind() throws Exception {
        node.close();
        other.close();

        Threads.assertNone("countersign-revoked-tokens");
    }

    /** As if so many had been revoked one after the other. */
    protected void fill(int count) {
        node.store.connections().transact(connection -> {
            Sql.executeAll(
                    connection,
                    "insert into countersign_revoked_token (jti, n, expires_at) values (?, ?, ?)",
                    IntStream.rangeClosed(1, count)
                            .mapToObj(n -> new Object[] {"filled-" + n, n, END})
                            .toList());
            return Sql.execute(connection, "update countersign_counter set n = ? where id = 3", count);
        });
    }

    private static List<String> ids(Revocations revocations) {
        return revocations.tokens().stream().map(Revoked::id).toList();
    }

    protected void execute(String sql, Object... parameters) {
        node.store.connections().read(connection -> Sql.execute(connection, sql, parameters));
    }

    /** One of those that share the database, by a pool of its own. */
    protected final class Node implements AutoCloseable {

        final HikariDataSource pool = new HikariDataSource(database());
        final JdbcStore store = open(pool);
        final RevokedTokens tokens = store.revokedTokens();

        /** One that runs when it is told to; the store's own one sleeps for a minute at first. */
        final Sweep sweep = new JdbcRevokedTokens(store.connections()).sweep(clock, Sweep.BETWEEN_SWEEPS);

        private JdbcStore open(HikariDataSource dataSource) {
            new Schema(dataSource).migrate();
            return new JdbcStore(dataSource, clock);
        }

        @Override
        public void close() {
            sweep.close();
            store.close();
            pool.close();
        }
    }
}
