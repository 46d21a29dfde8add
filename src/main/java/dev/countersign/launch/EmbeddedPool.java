package dev.countersign.launch;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.mvstore.MVStore;

/**
 * The pool of the embedded database, whose file can be exchanged for a smaller one while it is in use: callers wait for
 * their connection meanwhile. Thread-safe.
 */
final class EmbeddedPool implements DataSource, AutoCloseable {

    /** How long callers wait for connections to come back before the file is left as it is. */
    private static final Duration DRAIN_PATIENCE = Duration.ofSeconds(2);

    private static final Duration DRAIN_PAUSE = Duration.ofMillis(2);

    /** Longest wait of a caller while the file is exchanged. */
    private static final Duration CALLER_PATIENCE = Duration.ofSeconds(60);

    private static final Logger LOG = Logger.getLogger(EmbeddedPool.class.getName());

    private final DataDirectory data;

    /** Read: a connection is being taken. Write: the pool is exchanged, with the file. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private HikariDataSource pool;

    EmbeddedPool(DataDirectory data) throws StartupException {
        this.data = data;
        this.pool = Pool.embedded(data);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Lock taking = use.readLock();
        if (!locked(taking, CALLER_PATIENCE)) {
            throw new SQLTransientConnectionException("the database is being compacted");
        }
        try {
            return pool.getConnection();
        } finally {
            taking.unlock();
        }
    }

    /** The size of the file, in bytes. */
    long size() throws IOException {
        return Files.size(data.databaseFile());
    }

    /** How much of the file is still in use, in percent, as H2 estimates it. */
    int percentInUse() throws SQLException {
        try (Connection connection = getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select setting_value from information_schema.settings"
                        + " where setting_name = 'info.CHUNKS_FILL_RATE'")) {
            if (!row.next()) {
                throw new SQLException("this H2 does not tell how much of its file is in use");
            }
            return Integer.parseInt(row.getString(1));
        }
    }

    /**
     * Puts a copy of what is in use in the place of the file. The old file is not written to, neither by H2 nor here:
     * the database is closed as a kill would close it, copied beside, and one rename exchanges the files. So a kill at
     * any moment leaves the old file, with all that was committed, or the new one.
     *
     * @return false: connections were in use for too long, and nothing was done
     * @throws SQLException when the database cannot be closed; the old file stays in use
     * @throws IOException when the copy cannot be made; the old file stays in use
     */
    boolean compact() throws SQLException, IOException {
        Lock exchanging = use.writeLock();
        if (!locked(exchanging, DRAIN_PATIENCE)) {
            return false;
        }
        try {
            if (!isDrained()) {
                return false;
            }
            // Kept beside the pool: H2 would write to the file when the last connection ends.
            try (Connection last = pool.getDataSource().getConnection()) {
                pool.close();
                try (Statement statement = last.createStatement()) {
                    statement.execute("shutdown immediately");
                }
                exchange();
            } finally {
                reopen();
            }
            return true;
        } finally {
            exchanging.unlock();
        }
    }

    /** No caller can take a connection; waits until all have come back. */
    private boolean isDrained() {
        long begin = System.nanoTime();
        while (pool.getHikariPoolMXBean().getActiveConnections() > 0) {
            if (System.nanoTime() - begin > DRAIN_PATIENCE.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(this, DRAIN_PAUSE.toNanos());
        }
        return true;
    }

    private void exchange() throws IOException {
        // The owner's alone, whatever the data directory's mode is; deleted at the next start.
        PrivateFiles.createDirectories(data.run());
        Path copy = data.run().resolve("compacted.mv.db");
        try {
            try {
                MVStore.compact(data.databaseFile().toString(), copy.toString(), true, null);
            } catch (RuntimeException e) {
                throw new IOException("the database's file cannot be copied", e);
            }
            PrivateFiles.restrict(copy);
            PrivateFiles.force(copy);
            Files.move(copy, data.databaseFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            PrivateFiles.forceDirectory(data.path());
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    /** Opens the database as well, so that no caller waits for that within their two seconds. */
    private void reopen() {
        pool = Pool.reopened(data);
        try {
            pool.getConnection().close();
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "the database cannot be opened again yet, and is tried on: {0}", Reasons.of(e));
        }
    }

    private static boolean locked(Lock lock, Duration patience) throws SQLException {
        try {
            return lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while the database is being compacted", e);
        }
    }

    /** Waits for an exchange that is under way. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            pool.close();
        } finally {
            use.writeLock().unlock();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is set already");
    }

    // The pool has none of what follows: it is for drivers.

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        throw new SQLFeatureNotSupportedException("there is no log writer");
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        throw new SQLFeatureNotSupportedException("there is no log writer");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("the timeout is set already");
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        throw new SQLFeatureNotSupportedException("the timeout is set already");
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("there is no parent logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing is wrapped for others");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
