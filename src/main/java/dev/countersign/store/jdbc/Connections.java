package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lends connections, for reading or for a transaction, and gives them back as they were. Thread-safe. */
final class Connections {

    /** For one statement. Whoever waits for the store gets a 503 then, instead of a hanging request. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** A socket that is silent for longer is dead: the query timeout, which the server itself keeps, would have come before. */
    private static final Duration LONGEST_SILENCE = LONGEST_WAIT.plusSeconds(1);

    /** How often a transaction that lost against another one is tried. */
    private static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final DataSource dataSource;

    /**
     * Lets one transaction at a time write, on this node. H2 saves its tables one after the other when a transaction commits: what another one changes
     * meanwhile is saved in part, and stays so when the process is killed before the next save. Little is lost by waiting, since changes queue for the
     * ledger's counter anyway.
     */
    private final ReentrantLock writing = new ReentrantLock(true);

    /** Empty: not asked yet. */
    private volatile Optional<Vendor> vendor = Optional.empty();

    Connections(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** Each statement for itself. */
    <T> T read(SqlWork<T> work) {
        try {
            return readOrFail(work);
        } catch (SQLException e) {
            throw SqlFailure.translate(e);
        }
    }

    /** Each statement for itself; a failure is the caller's to judge. */
    <T> T readOrFail(SqlWork<T> work) throws SQLException {
        try (Loan loan = lend()) {
            if (!loan.connection.getAutoCommit()) {
                loan.connection.setAutoCommit(true);
            }
            return work.on(loan.connection);
        }
    }

    /**
     * Each statement for itself, for those that write in the course of a request: unlike a transaction it waits for others only where the database cannot do
     * without; a failure is the caller's to judge.
     */
    <T> T writeOrFail(SqlWork<T> work) throws SQLException {
        if (!vendor().wantsOneWriter()) {
            return readOrFail(work);
        }
        awaitTurn();
        try {
            return readOrFail(work);
        } finally {
            writing.unlock();
        }
    }

    private Vendor vendor() throws SQLException {
        if (vendor.isEmpty()) {
            vendor = Optional.of(readOrFail(Vendor::of));
        }
        return vendor.get();
    }

    /**
     * All or nothing.
     *
     * @param work may run more than once; what it throws undoes everything
     */
    <T> T transact(SqlWork<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transactOnce(work);
            } catch (SQLException e) {
                if (attempt == TRIES || !SqlFailure.isWorthAnotherTry(e)) {
                    throw SqlFailure.translate(e);
                }
            }
        }
    }

    private <T> T transactOnce(SqlWork<T> work) throws SQLException {
        awaitTurn();
        try (Loan loan = lend()) {
            // Each statement must see what others committed while it waited for its turn.
            if (loan.isolation() != Connection.TRANSACTION_READ_COMMITTED) {
                loan.connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            loan.connection.setAutoCommit(false);
            T result = work.on(loan.connection);
            loan.connection.commit();
            return result;
        } finally {
            writing.unlock();
        }
    }

    private void awaitTurn() {
        try {
            if (!writing.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException("the client store is busy with other changes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("interrupted while waiting for other changes", e);
        }
    }

    private Loan lend() {
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException e) {
            throw SqlFailure.unavailable(e);
        } catch (RuntimeException e) {
            // Some pools fail with one of their own when they cannot start.
            throw new UnavailableException("the client store gives no connection", e);
        }
        try {
            return new Loan(connection);
        } catch (SQLException e) {
            Loan.close(connection);
            throw SqlFailure.unavailable(e);
        }
    }

    /** A connection on loan. */
    private static final class Loan implements AutoCloseable {

        private final Connection connection;
        private final boolean autoCommit;
        private final int networkTimeout;
        private int isolation = Connection.TRANSACTION_NONE;

        Loan(Connection connection) throws SQLException {
            this.connection = connection;
            this.autoCommit = connection.getAutoCommit();
            this.networkTimeout = silence();
            limitSilence((int) LONGEST_SILENCE.toMillis());
        }

        int isolation() throws SQLException {
            isolation = connection.getTransactionIsolation();
            return isolation;
        }

        @Override
        public void close() {
            try {
                if (!connection.getAutoCommit()) {
                    // Nothing to undo after a commit.
                    connection.rollback();
                }
                if (connection.getAutoCommit() != autoCommit) {
                    connection.setAutoCommit(autoCommit);
                }
                if (isolation != Connection.TRANSACTION_NONE && isolation != Connection.TRANSACTION_READ_COMMITTED) {
                    connection.setTransactionIsolation(isolation);
                }
                limitSilence(networkTimeout);
            } catch (SQLException e) {
                // Whatever broke has been told by the work itself; the pool finds out about the connection.
                LOG.debug("a connection could not be given back as it was", e);
            } finally {
                close(connection);
            }
        }

        private int silence() throws SQLException {
            try {
                return connection.getNetworkTimeout();
            } catch (SQLFeatureNotSupportedException e) {
                LOG.trace("the driver knows no network timeout", e);
                return 0;
            }
        }

        private void limitSilence(int milliseconds) throws SQLException {
            try {
                connection.setNetworkTimeout(Runnable::run, milliseconds);
            } catch (SQLFeatureNotSupportedException e) {
                LOG.trace("the driver knows no network timeout", e);
            }
        }

        private static void close(Connection connection) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("a connection could not be closed", e);
            }
        }
    }
}
