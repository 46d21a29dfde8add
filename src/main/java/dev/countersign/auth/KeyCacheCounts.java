package dev.countersign.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * How the key cache of this node does; what counts, counts from the start. Immutable.
 *
 * @param size how many clients' keys are kept
 * @param hits how often keys were there when they were asked for
 * @param misses how often they were not, or not the one that was named
 * @param fetches how often keys were fetched for the sake of a request, failures included
 * @param fetchFailures how often they could not be had, or only older ones
 * @param evictions how many clients' keys had to make room for others
 * @param lastCleared when all of it or a part was last cleared by hand, here; empty: never
 */
public record KeyCacheCounts(
        int size,
        long hits,
        long misses,
        long fetches,
        long fetchFailures,
        long evictions,
        Optional<Instant> lastCleared) {}
