package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/** Lists credentials by their end, so that they are replaced in time. Thread-safe. */
public interface ExpiryCalendar {

    /**
     * One page of the secrets and certificates that end within a time, the first to end first. Bare public keys do not
     * end.
     *
     * @param from the beginning, inclusive
     * @param until the end, inclusive
     * @param after where the page before ended, as its {@link Page#next()} said
     * @param limit at most this many credentials
     * @throws IllegalArgumentException when {@code after} did not come from such a page
     * @throws UnavailableException when the store cannot be asked
     */
    Page<EndingCredential> ending(Instant from, Instant until, Optional<String> after, int limit);

    /**
     * How many end within a time.
     *
     * @param after the beginning, exclusive, so that adjoining periods count nothing twice
     * @param until the end, inclusive
     * @throws UnavailableException when the store cannot be asked
     */
    long count(Instant after, Instant until);
}
