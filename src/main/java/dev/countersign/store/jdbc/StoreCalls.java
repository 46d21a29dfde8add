package dev.countersign.store.jdbc;

import dev.countersign.manage.LatencyCounts;
import java.util.concurrent.atomic.LongAdder;

/** Counts the calls of the database, for operators. Thread-safe. */
public final class StoreCalls {

    private final LatencyCounts durations = new LatencyCounts();
    private final LongAdder failures = new LongAdder();

    /** Of all calls, failed ones included; with the wait for a connection. */
    public LatencyCounts durations() {
        return durations;
    }

    /** Calls that ended with an exception. */
    public long failures() {
        return failures.sum();
    }

    /** @param begin the reading of {@link System#nanoTime()} before the call */
    void done(long begin, boolean failed) {
        durations.add(System.nanoTime() - begin);
        if (failed) {
            failures.increment();
        }
    }
}
