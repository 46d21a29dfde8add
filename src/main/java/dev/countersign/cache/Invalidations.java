package dev.countersign.cache;

import dev.countersign.client.ClientId;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Records, in a fixed amount of memory, when each client's cached state was last invalidated: results of requests from
 * before that are void, even when they arrive later. Thread-safe; reading is one volatile read.
 */
final class Invalidations {

    /** A power of two. Two ids that share a stripe are invalidated together, which costs one look-up or fetch. */
    private static final int STRIPES = 4096;

    /** Readings of {@link System#nanoTime()}, of each stripe strictly increasing. */
    private final AtomicLongArray latest = new AtomicLongArray(STRIPES);

    Invalidations() {
        long now = System.nanoTime();
        for (int i = 0; i < STRIPES; i++) {
            latest.set(i, now);
        }
    }

    /**
     * The latest invalidation, by {@link System#nanoTime()}; to be read before the source is asked. A cached result is
     * valid as long as this stays the same.
     */
    long latest(ClientId id) {
        return latest.get(stripe(id));
    }

    void add(ClientId id) {
        add(stripe(id));
    }

    void addAll() {
        for (int i = 0; i < STRIPES; i++) {
            add(i);
        }
    }

    private void add(int stripe) {
        long now = System.nanoTime();
        latest.updateAndGet(stripe, before -> now - before > 0 ? now : before + 1);
    }

    private static int stripe(ClientId id) {
        int hash = id.hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }
}
