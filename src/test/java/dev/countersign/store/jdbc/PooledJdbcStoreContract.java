package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.ChangeFeed;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.token.RevokedTokens;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * The contract over pools of our own, and what only these can try: a pool that is closed, and one with other habits.
 */
abstract class PooledJdbcStoreContract extends JdbcStoreContract {

    private final List<HikariDataSource> pools = new ArrayList<>();

    /** An empty database, the same one each time. */
    protected abstract HikariConfig database();

    @Override
    protected DataSource open() {
        HikariDataSource pool = new HikariDataSource(database());
        pools.add(pool);
        return pool;
    }

    @AfterAll
    void close() {
        pools.forEach(HikariDataSource::close);
    }

    /** A driver's own message of a batch quotes its rows: hashes and encrypted secrets among them. */
    @Test
    void ops2_theFailureOfABatchDoesNotShowItsRows() {
        String planted = "planted-".repeat(20);
        SqlBatch batch = new SqlBatch();
        batch.add("insert into countersign_mark (name, made_at) values (?, ?)", "short", NOON);
        batch.add("insert into countersign_mark (name, made_at) values (?, ?)", planted, NOON);

        assertThatThrownBy(() -> store.connections().transact(connection -> {
                    batch.execute(connection);
                    return true;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too long")
                .satisfies(
                        e -> assertThat(Throwables.getStackTrace(e.getCause())).doesNotContain(planted));
    }

    @Test
    void gen11_aStoreThatCannotBeAskedIsNeitherYesNorNo() {
        HikariDataSource closed = new HikariDataSource(database());
        try (JdbcStore down = new JdbcStore(closed, clock)) {
            down.clients().create(BILLING, PLAIN, List.of(secret("s1", Optional.empty())), CHANGE);
            down.credentialUse().used("s1", NOON);
            closed.close();

            for (Callable<?> question : List.<Callable<?>>of(
                    () -> down.clients().find(BILLING),
                    () -> down.clients().page("", Optional.empty(), 1),
                    () -> down.clients().page("b", Optional.empty(), 1),
                    () -> down.auditTrail().events(Optional.empty(), Optional.empty(), 1),
                    () -> down.changes().since(ChangeFeed.Position.START),
                    () -> note(down),
                    () -> announce(down),
                    () -> down.clients().create(new ClientId("x"), PLAIN, List.of(), CHANGE),
                    () -> down.clients().update(BILLING, OptionalLong.empty(), renamed("x"), CHANGE),
                    () -> down.masterKeyChecks().all(),
                    () -> down.signingKeys().all(),
                    () -> down.signingKeys().version(),
                    () -> down.signingKeys().change(keys -> {
                        throw new AssertionError("there are no keys to edit");
                    }),
                    () -> down.keyRotationTurn().take(NOON, Duration.ofMinutes(1)),
                    () -> down.revokedTokens().isRevoked("t1"),
                    () -> down.revokedTokens().since(0, 1),
                    () -> revoke(down))) {
                assertThatThrownBy(question::call).isInstanceOf(UnavailableException.class);
            }
            assertThatThrownBy(down::ping).isInstanceOf(UnavailableException.class);
        }
        store.ping();
        assertThat(store.clients().find(BILLING)).isPresent();
    }

    private static boolean note(JdbcStore store) {
        store.auditTrail().note(BILLING, CHANGE);
        return true;
    }

    private static boolean revoke(JdbcStore store) {
        store.revokedTokens().revoke(new RevokedTokens.Revoked("t1", NOON));
        return true;
    }

    private static boolean announce(JdbcStore store) {
        store.announcer().announce(Optional.empty(), CHANGE);
        return true;
    }

    @Test
    void connectionsAreGivenBackAsTheyWere() throws SQLException {
        HikariConfig config = database();
        config.setMaximumPoolSize(1);
        config.setAutoCommit(false);
        config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        try (HikariDataSource other = new HikariDataSource(config);
                JdbcStore node = new JdbcStore(other, clock)) {
            node.clients().create(BILLING, PLAIN, List.of(), CHANGE);
            assertThat(node.clients().find(BILLING)).isPresent();
            try (Connection connection = other.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
            }
        }
    }
}
