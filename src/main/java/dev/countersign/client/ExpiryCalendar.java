package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/** Tells which credentials end when, so that they are replaced in time. Thread-safe. */
public interface ExpiryCalendar {

    /**
     * One page of the secrets and certificates that end within a time, the first to end first. Bare public keys do not end.
     *
     * @param from the beginning, which counts
     * @param until the end, which counts
     * @param after where the page before ended, as its {@link Page#next()} said
     * @param limit at most this many credentials
     * @throws IllegalArgumentException when {@code after} did not come from such a page
     * @throws UnavailableException when the store cannot be asked
     */
    Page<EndingCredential> ending(Instant from, Instant until, Optional<String> after, int limit);

    /**
     * How many end within a time.
     *
     * @param after the beginning, which does not count, so that times that follow each other count nothing twice
     * @param until the end, which counts
     * @throws UnavailableException when the store cannot be asked
     */
    long count(Instant after, Instant until);
}
