package dev.countersign.store.jdbc;

import dev.countersign.task.BackgroundTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Deletes used assertions that have expired, periodically in the background and in chunks. One node does it for all.
 * Thread-safe.
 */
final class UsedAssertionSweep implements AutoCloseable {

    static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    /** Assertions per transaction. */
    static final int CHUNK = 500;

    private static final String CHORE = "forget-used-assertions";

    private final UsedAssertions assertions;
    private final Chore chore;
    private final InstantSource clock;
    private final BackgroundTask task;
    private volatile boolean closed;

    UsedAssertionSweep(Connections connections, UsedAssertions assertions, InstantSource clock) {
        this(connections, assertions, clock, BETWEEN_SWEEPS);
    }

    UsedAssertionSweep(Connections connections, UsedAssertions assertions, InstantSource clock, Duration betweenTries) {
        this.assertions = assertions;
        this.chore = new Chore(connections, CHORE);
        this.clock = clock;
        this.task = new BackgroundTask(
                "used-assertions", "expired used assertions stay in the table for now", betweenTries, this::sweep);
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
        while (chunk == CHUNK && !closed && clock.instant().isBefore(begin.plus(BETWEEN_SWEEPS))) {
            chunk = assertions.forget(begin, CHUNK);
            forgotten += chunk;
        }
        return forgotten;
    }

    @Override
    public void close() {
        closed = true;
        task.close();
    }
}
