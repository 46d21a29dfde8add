package dev.countersign.launch;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Connects again soon after the database's return: the pool itself pauses after each failure, at last for five seconds.
 * Where an attempt fails just as the one before, the next one is made here after a short pause, and the pool's own is
 * not reached; another failure is thrown, for its log. Before the first connection every failure is thrown, so that a
 * start does not wait. Thread-safe.
 */
final class PromptDataSource implements DataSource {

    /** Between two attempts. */
    static final Duration PAUSE = Duration.ofMillis(500);

    /** The state of a failure that has none. */
    private static final String UNKNOWN = "";

    private final DataSource driver;
    private final Duration pause;
    private volatile boolean connected;

    /** The SQLSTATE of the last failure that was thrown; empty after a success. */
    private volatile Optional<String> thrown = Optional.empty();

    PromptDataSource(DataSource driver, Duration pause) {
        this.driver = driver;
        this.pause = pause;
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                Connection connection = driver.getConnection();
                connected = true;
                thrown = Optional.empty();
                return connection;
            } catch (SQLException e) {
                Optional<String> state = Optional.of(e.getSQLState() == null ? UNKNOWN : e.getSQLState());
                if (!connected || !state.equals(thrown) || isInterruptedInPause()) {
                    thrown = state;
                    throw e;
                }
            }
        }
    }

    private boolean isInterruptedInPause() {
        LockSupport.parkNanos(this, pause.toNanos());
        // Stays set, for the pool.
        return Thread.currentThread().isInterrupted();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is set already");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return driver.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter writer) throws SQLException {
        driver.setLogWriter(writer);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        driver.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return driver.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return driver.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return driver.isWrapperFor(type);
    }
}
