package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/**
 * How many credentials have ended and are registered still, and how many will end soon. Immutable.
 *
 * @param endingWithin30Days includes those that end within fewer days
 * @param lookedAt when they were counted; empty: not yet, and the numbers are meaningless
 */
public record ExpiryCounts(
        long expired,
        long endingWithin1Day,
        long endingWithin7Days,
        long endingWithin30Days,
        Optional<Instant> lookedAt) {

    /** Before the first count. */
    public static final ExpiryCounts UNKNOWN = new ExpiryCounts(0, 0, 0, 0, Optional.empty());
}
