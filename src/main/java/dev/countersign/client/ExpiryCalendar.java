package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/** Tells which credentials end when, so that they are replaced in time. Thread-safe. */
@FunctionalInterface
public interface ExpiryCalendar {

    /**
     * One page of the secrets that end within a time, the first to end first.
     *
     * @param from the beginning, which counts
     * @param until the end, which counts
     * @param after where the page before ended, as its {@link Page#next()} said
     * @param limit at most this many secrets
     * @throws IllegalArgumentException when {@code after} did not come from such a page
     * @throws UnavailableException when the store cannot be asked
     */
    Page<EndingSecret> ending(Instant from, Instant until, Optional<String> after, int limit);
}
