package dev.countersign.replay;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Permits one log line per minute, however often its cause occurs. Thread-safe. */
final class OncePerMinute {

    private static final long MINUTE_MICROS = Duration.ofMinutes(1).toNanos() / 1000;

    private final AtomicLong next = new AtomicLong(Long.MIN_VALUE);

    /** @param now in microseconds since the epoch */
    boolean isDue(long now) {
        long due = next.get();
        return now >= due && next.compareAndSet(due, now + MINUTE_MICROS);
    }
}
