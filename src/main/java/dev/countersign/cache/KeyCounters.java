package dev.countersign.cache;

import dev.countersign.auth.KeySource.Resolved;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;

/** Counters of the key cache, from the start. Thread-safe. */
final class KeyCounters {

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder fetches = new LongAdder();
    private final LongAdder failures = new LongAdder();

    void hit() {
        hits.increment();
    }

    void missed() {
        misses.increment();
    }

    /** The result of a source, which may come from its own cache. */
    void answered(Resolved resolved, Instant asked) {
        if (resolved.error().isPresent()) {
            failed();
        } else if (!resolved.at().isBefore(asked)) {
            fetches.increment();
        }
    }

    void failed() {
        fetches.increment();
        failures.increment();
    }

    long hits() {
        return hits.sum();
    }

    long misses() {
        return misses.sum();
    }

    long fetches() {
        return fetches.sum();
    }

    long failures() {
        return failures.sum();
    }
}
