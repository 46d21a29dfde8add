package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one node of all migrate at a time, on PostgreSQL: Flyway's own lock does not cover the creation of its history
 * table. The lock belongs to a transaction and not to a session, so that it holds behind a pooler such as PgBouncer,
 * which gives each transaction any of its sessions. It takes a connection beside those that Flyway works with. Used by
 * one thread.
 */
final class MigrationTurn implements AutoCloseable {

    /** How long another node may take to migrate. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(60);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    /** Among all advisory locks of the database: the letters "cntrsign". */
    private static final long LOCK = 0x636e747273_69676eL;

    private static final Logger LOG = LoggerFactory.getLogger(MigrationTurn.class);

    private final Optional<Connection> held;

    private MigrationTurn(Optional<Connection> held) {
        this.held = held;
    }

    /** @throws UnavailableException when another node does not end, or the database is unavailable */
    static MigrationTurn await(DataSource dataSource, Vendor vendor) {
        if (vendor != Vendor.POSTGRESQL) {
            return new MigrationTurn(Optional.empty());
        }
        try {
            Connection connection = dataSource.getConnection();
            MigrationTurn turn = new MigrationTurn(Optional.of(connection));
            try {
                connection.setAutoCommit(false);
                awaitLock(connection);
                return turn;
            } catch (SQLException | RuntimeException e) {
                turn.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqlFailure.translate(e);
        }
    }

    /** Tries again and again, since a statement that waits long would meet the timeouts of drivers and poolers. */
    private static void awaitLock(Connection connection) throws SQLException {
        long begin = System.nanoTime();
        while (!Sql.first(connection, row -> row.getBoolean(1), "select pg_try_advisory_xact_lock(?)", LOCK)
                .orElse(false)) {
            if (System.nanoTime() - begin > MAX_WAIT.toNanos()) {
                throw new UnavailableException("another node has been migrating the tables for " + MAX_WAIT);
            }
            LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
        }
    }

    /** Does the work of the turn. */
    void spend(Runnable work) {
        work.run();
    }

    @Override
    public void close() {
        held.ifPresent(MigrationTurn::giveBack);
    }

    private static void giveBack(Connection connection) {
        try (connection) {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // The lock ends with the connection, which the pool finds to be broken.
            LOG.debug("the connection of a migration's turn could not be reset", e);
        }
    }
}
