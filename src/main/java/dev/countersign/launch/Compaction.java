package dev.countersign.launch;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the file of the embedded database bounded while the server runs: nothing is written over in it, so that each
 * change makes it grow. Looks at its size from time to time, in one thread, and compacts it where it is large and
 * mostly no longer in use. Thread-safe.
 */
final class Compaction implements AutoCloseable {

    /** A file below this size, in bytes, is left alone. */
    static final long SMALL = 128L * 1024 * 1024;

    /** Between two looks at the file. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** How many times what is in use the file may be large. */
    private static final int SHARE = 4;

    /** After an attempt that failed, the file grows by this part of it before the next one. */
    private static final int AGAIN = 8;

    private static final Duration END_PATIENCE = Duration.ofSeconds(30);
    private static final double MILLIS = 1e6;
    private static final double MEGABYTE = 1024 * 1024;
    private static final Logger LOG = Logger.getLogger(Compaction.class.getName());

    private final EmbeddedPool database;
    private final ReentrantLock wholeFile;
    private final long small;
    private final Duration pause;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "database-compaction");

    /** The size, in bytes, below which nothing is done; the thread's own. */
    private long limit;

    /**
     * @param wholeFile held by what reads the whole file: a backup
     * @param small size of a file that is left alone, in bytes
     * @param pause between two looks
     */
    Compaction(EmbeddedPool database, ReentrantLock wholeFile, long small, Duration pause) {
        this.database = database;
        this.wholeFile = wholeFile;
        this.small = small;
        this.pause = pause;
        this.limit = small;
        thread.setDaemon(true);
    }

    Compaction start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!ended.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Compacts the file if it is time, and no backup is being made. */
    void look() {
        if (!wholeFile.tryLock()) {
            return;
        }
        try {
            long size = database.size();
            if (size < limit) {
                return;
            }
            limit = size + size / AGAIN;
            if (database.percentInUse() > 100 / SHARE) {
                return;
            }
            compact(size);
        } catch (SQLException | IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "the database's file cannot be compacted, and grows on: {0}", Reasons.of(e));
        } finally {
            wholeFile.unlock();
        }
    }

    private void compact(long before) throws SQLException, IOException {
        long begin = System.nanoTime();
        if (!database.compact()) {
            LOG.info("the database's file was not compacted, since it is in use; it will be tried again");
            return;
        }
        long after = database.size();
        limit = Math.max(small, SHARE * after);
        LOG.info(String.format(
                Locale.ROOT,
                "the database's file was compacted from %.1f MB to %.1f MB; requests waited for %.0f ms",
                before / MEGABYTE,
                after / MEGABYTE,
                (System.nanoTime() - begin) / MILLIS));
    }

    /** Waits for a compaction that is under way. */
    @Override
    public void close() {
        ended.countDown();
        try {
            thread.join(END_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
