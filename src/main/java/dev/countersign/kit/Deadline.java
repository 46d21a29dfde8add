package dev.countersign.kit;

import java.time.Duration;

/** The end of one call's patience, by a clock that is never set. Immutable. */
final class Deadline {

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /** Zero when it has passed. */
    Duration remaining() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    /** What one request may take of it, so that there is room for another. */
    Duration half() {
        return remaining().dividedBy(2);
    }
}
