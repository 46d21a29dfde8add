package dev.countersign.replay;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time for a guard, in microseconds since the epoch: never decreasing, so that marks that have ended stay ended
 * when the clock is set back. Thread-safe.
 */
final class LatestTime {

    private final InstantSource clock;
    private final AtomicLong latest;

    /** @param start the latest time that is known */
    LatestTime(InstantSource clock, long start) {
        this.clock = clock;
        this.latest = new AtomicLong(start);
    }

    long now() {
        return latest.accumulateAndGet(micros(clock.instant()), Math::max);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
