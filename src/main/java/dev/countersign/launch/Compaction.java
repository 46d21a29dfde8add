package dev.countersign.launch;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.countersign.text.Redaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;

/**
 * Keeps the file of the embedded database small. H2 appends each commit to its file, and writes over a piece of it when
 * nothing in that piece is current any more, and has not been for 45 seconds. Pieces with a little that is current are
 * rewritten by a thread of H2's that does not exist with {@code WRITE_DELAY=0}: this does it instead, in small steps,
 * and only between transactions. H2 saves its tables one after the other, so that what a transaction is changing
 * meanwhile would be saved in part. The pool lends no connection during a step, some milliseconds. Thread-safe.
 */
final class Compaction implements AutoCloseable {
    private static final Duration BETWEEN_STEPS = Duration.ofSeconds(1);
    /** A smaller file is left as it is. */
    private static final long SMALL_BYTES = 8L << 20;

    /** Of the bytes in use, so many percent are to be current. */
    private static final int FILL_PERCENT = 70;

    /** Rewritten in one step. */
    private static final int STEP_BYTES = 1 << 20;

    /** For the transactions that are under way when a step is to begin. */
    private static final Duration PATIENCE = Duration.ofMillis(50);

    /** With a slow disk. */
    private static final Duration LONGEST_STEP = Duration.ofSeconds(10);

    private static final Duration GLANCE = Duration.ofMillis(1);
    private static final Logger LOG = Logger.getLogger(Compaction.class.getName());

    private final ScheduledExecutorService clock;

    /** @param copying held while the database is copied, when it is left as it is */
    Compaction(HikariDataSource pool, ReentrantLock copying) {
        Step step = new Step(pool, copying, SMALL_BYTES);
        this.clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "compaction");
            thread.setDaemon(true);
            return thread;
        });
        begin(step);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // A step catches what fails.
    private void begin(Step step) {
        clock.scheduleWithFixedDelay(
                step::runOrWarn, BETWEEN_STEPS.toMillis(), BETWEEN_STEPS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits for the step that is being made. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            if (!clock.awaitTermination(LONGEST_STEP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warning("the compaction of the embedded database does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is done each second. Not thread-safe. */
    static final class Step {
        private final HikariDataSource pool;
        private final ReentrantLock copying;
        private final long smallBytes;

        Step(HikariDataSource pool, ReentrantLock copying, long smallBytes) {
            this.pool = pool;
            this.copying = copying;
            this.smallBytes = smallBytes;
        }

        private void runOrWarn() {
            try {
                run();
            } catch (SQLException | RuntimeException e) {
                LOG.log(Level.WARNING, "the embedded database cannot be compacted now", Redaction.of(e));
            }
        }

        /** Whether a piece of the file was rewritten. */
        boolean run() throws SQLException {
            try (Connection connection = pool.getConnection()) {
                MVStore store = store(connection);
                return store.getFileStore().size() > smallBytes
                        && store.getFileStore().getChunksFillRate() < FILL_PERCENT
                        && compactUnlessCopied(store);
            }
        }

        private boolean compactUnlessCopied(MVStore store) {
            if (!copying.tryLock()) {
                return false;
            }
            try {
                return compactAlone(store);
            } finally {
                copying.unlock();
            }
        }

        private boolean compactAlone(MVStore store) {
            HikariPoolMXBean gate = pool.getHikariPoolMXBean();
            gate.suspendPool();
            try {
                long deadline = System.nanoTime() + PATIENCE.toNanos();
                // One is ours.
                while (gate.getActiveConnections() > 1) {
                    if (System.nanoTime() - deadline > 0) {
                        return false;
                    }
                    LockSupport.parkNanos(GLANCE.toNanos());
                }
                return store.compact(FILL_PERCENT, STEP_BYTES);
            } finally {
                gate.resumePool();
            }
        }

        static MVStore store(Connection connection) throws SQLException {
            SessionLocal session =
                    (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
            return session.getDatabase().getStore().getMvStore();
        }
    }
}
