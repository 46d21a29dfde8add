package dev.countersign.manage;

import java.time.Instant;
import java.util.Optional;

/**
 * Statistics of this node's key cache; counters begin at the node's start. Immutable.
 *
 * @param size clients whose keys are cached
 * @param hits look-ups that were answered from the cache
 * @param misses look-ups without cached keys, or without the key that was named
 * @param fetches fetches for the sake of a request, failed ones included
 * @param fetchFailures fetches that failed, also where older keys were used instead
 * @param evictions clients whose keys were dropped to make room for others
 * @param lastCleared when all of it or a part was last cleared by hand, on this node; empty: never
 */
public record KeyCacheCounts(
        int size,
        long hits,
        long misses,
        long fetches,
        long fetchFailures,
        long evictions,
        Optional<Instant> lastCleared) {}
