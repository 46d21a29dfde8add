package dev.countersign.kit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The time after a failure in which the server is not asked: as long as it said, else one second, doubling up to half a
 * minute. Thread-safe.
 */
final class Cooldown {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final int MAX_DOUBLINGS = 5;
    private static final Duration MAX = Duration.ofSeconds(30);

    private final InstantSource clock;
    private int failures;
    private Instant end = Instant.MIN;
    private @Nullable TokenException reason;

    Cooldown(InstantSource clock) {
        this.clock = clock;
    }

    /** @throws TokenException while it lasts: its reason, with the time that is left */
    synchronized void requireOver() {
        Instant now = clock.instant();
        if (reason == null || !now.isBefore(end)) {
            return;
        }
        Duration left = Duration.between(now, end);
        // Longer than any can be: the clock was set back.
        if (left.compareTo(RetryAfter.MAX) <= 0) {
            throw reason.again(left);
        }
    }

    synchronized void begin(TokenException failure) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failures, MAX_DOUBLINGS));
        failures++;
        reason = failure;
        end = clock.instant().plus(failure.retryAfter().orElse(doubled.compareTo(MAX) < 0 ? doubled : MAX));
    }

    synchronized void end() {
        failures = 0;
        reason = null;
    }
}
