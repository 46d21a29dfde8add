package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import dev.countersign.text.Redaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lends connections, for reading or for a transaction, and gives them back as they were. Thread-safe. */
final class Connections {

    /**
     * For one statement: a request that waits longer for the store is answered with 503 instead of hanging. For all of
     * a call: {@link Deadline}.
     */
    static final Duration MAX_WAIT = Duration.ofSeconds(5);

    /**
     * Network timeout: a socket that is silent for longer is dead, since the database itself would have ended the
     * statement by its query timeout before.
     */
    private static final Duration MAX_SILENCE = MAX_WAIT.plusSeconds(1);

    /**
     * Between two statements of a transaction: the database ends one whose node is stopped or cut off, which otherwise
     * keeps its row locks, and with them the changes of all nodes, until it comes back. Shorter than {@link #MAX_WAIT},
     * so that a change which waits for such a lock mostly gets its turn.
     */
    static final Duration MAX_PAUSE = Duration.ofSeconds(4);

    /** How often a transaction that fails by a conflict with another one is tried. */
    private static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final DataSource dataSource;
    private final LongSupplier ticker;
    private final StoreCalls calls = new StoreCalls();

    /**
     * Lets one transaction at a time write, on this node. H2 saves its tables one after the other when a transaction
     * commits: what another one changes meanwhile is saved in part, and stays so when the process is killed before the
     * next save. Little is lost by waiting, since changes queue for the ledger's counter anyway.
     */
    private final ReentrantLock writing = new ReentrantLock(true);

    /** Empty: the database has not been identified yet. */
    private volatile Optional<Vendor> vendor = Optional.empty();

    Connections(DataSource dataSource) {
        this(dataSource, System::nanoTime);
    }

    /** @param ticker a monotonic clock, in nanoseconds */
    Connections(DataSource dataSource, LongSupplier ticker) {
        this.dataSource = dataSource;
        this.ticker = ticker;
    }

    StoreCalls calls() {
        return calls;
    }

    /** In auto-commit mode: each statement is a transaction of its own. */
    <T> T read(Work<T> work) {
        try {
            return readOrFail(work);
        } catch (SQLException e) {
            throw SqlFailure.translate(e);
        }
    }

    /** In auto-commit mode; the caller handles an {@link SQLException} itself. */
    @SuppressWarnings("try") // The deadline is the thread's.
    <T> T readOrFail(Work<T> work) throws SQLException {
        long begin = System.nanoTime();
        boolean failed = true;
        try (Deadline whole = new Deadline(ticker);
                Loan loan = lend()) {
            if (!loan.connection.getAutoCommit()) {
                loan.connection.setAutoCommit(true);
            }
            T result = work.on(loan.connection);
            failed = false;
            return result;
        } finally {
            calls.done(begin, failed);
        }
    }

    /**
     * One statement, which is a transaction of its own, for writes in the course of a request: unlike {@link #transact}
     * it waits for other writers only where the database requires that. It is never tried again; the caller handles an
     * {@link SQLException} itself.
     */
    <T> T writeOrFail(VendorWork<T> work) throws SQLException {
        Vendor vendor = vendor();
        if (!vendor.wantsOneWriter()) {
            return readOrFail(connection -> work.on(connection, vendor));
        }
        awaitTurn();
        try {
            return readOrFail(connection -> work.on(connection, vendor));
        } finally {
            writing.unlock();
        }
    }

    /** Work on a connection in the SQL of one vendor. */
    @FunctionalInterface
    interface VendorWork<T> {

        T on(Connection connection, Vendor vendor) throws SQLException;
    }

    private Vendor vendor() throws SQLException {
        if (vendor.isEmpty()) {
            vendor = Optional.of(readOrFail(Vendor::of));
        }
        return vendor.get();
    }

    /**
     * Runs the work in a transaction: all of it is committed, or nothing.
     *
     * @param work may run more than once; any exception rolls everything back
     */
    @SuppressWarnings("try") // The deadline is the thread's.
    <T> T transact(Work<T> work) {
        try (Deadline whole = new Deadline(ticker)) {
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
    }

    private <T> T transactOnce(Work<T> work) throws SQLException {
        Optional<String> pauseLimit = vendor().pauseLimit();
        awaitTurn();
        long begin = System.nanoTime();
        boolean failed = true;
        try (Loan loan = lend()) {
            // Each statement must see what other transactions committed while it waited for its turn.
            if (loan.isolation() != Connection.TRANSACTION_READ_COMMITTED) {
                loan.connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            }
            loan.connection.setAutoCommit(false);
            if (pauseLimit.isPresent()) {
                Sql.first(loan.connection, row -> row.getString(1), pauseLimit.get());
            }
            T result = work.on(loan.connection);
            loan.connection.commit();
            failed = false;
            return result;
        } finally {
            calls.done(begin, failed);
            writing.unlock();
        }
    }

    private void awaitTurn() {
        try {
            if (!writing.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
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
            // Some pools throw an unchecked exception of their own when they cannot start.
            throw new UnavailableException("the client store gives no connection", Redaction.of(e));
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
            limitSilence((int) MAX_SILENCE.toMillis());
        }

        int isolation() throws SQLException {
            isolation = connection.getTransactionIsolation();
            return isolation;
        }

        @Override
        public void close() {
            try {
                if (!connection.getAutoCommit()) {
                    // After a commit there is nothing to roll back.
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
                // The work has thrown its own exception; the pool finds out that the connection is broken.
                LOG.debug("a connection could not be reset before its return to the pool", e);
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

    /** Work on a connection. */
    @FunctionalInterface
    interface Work<T> {

        T on(Connection connection) throws SQLException;
    }
}
