package dev.countersign.store.jdbc;

import dev.countersign.task.BackgroundTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Deletes the rows of a table that have expired, periodically in the background and in chunks. One node does it for
 * all. Thread-safe.
 */
final class Sweep implements AutoCloseable {

    static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    /** Rows per transaction. */
    static final int CHUNK = 100;

    private final Deletion deletion;
    private final Chore chore;
    private final InstantSource clock;
    private final BackgroundTask task;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param name of the thread, after {@code countersign-}
     * @param consequence of a failure, as a clause for the log
     * @param chore decides which node does it
     */
    Sweep(String name, String consequence, Chore chore, Deletion deletion, InstantSource clock, Duration betweenTries) {
        this.deletion = deletion;
        this.chore = chore;
        this.clock = clock;
        this.task = new BackgroundTask(name, consequence, betweenTries, this::sweep);
    }

    /** Deletes some rows. */
    @FunctionalInterface
    interface Deletion {

        /** Deletes up to {@code limit} rows that have expired, the oldest first; returns how many. */
        int forget(Instant now, int limit);
    }

    /** Returns how many were deleted; 0 also when it is another node's turn. */
    int sweep() {
        Instant begin = clock.instant();
        if (!chore.take(begin, BETWEEN_SWEEPS)) {
            return 0;
        }
        int forgotten = 0;
        int chunk = CHUNK;
        // No longer than this node's turn lasts; the next turn deletes the rest.
        while (chunk == CHUNK && clock.instant().isBefore(begin.plus(BETWEEN_SWEEPS))) {
            long start = System.nanoTime();
            chunk = deletion.forget(begin, CHUNK);
            forgotten += chunk;
            // As long as it took: requests have the database to themselves half of the time.
            if (chunk == CHUNK && isClosedWithin(System.nanoTime() - start)) {
                break;
            }
        }
        return forgotten;
    }

    private boolean isClosedWithin(long nanos) {
        try {
            return closed.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        task.close();
    }
}
