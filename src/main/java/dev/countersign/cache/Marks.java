package dev.countersign.cache;

import dev.countersign.client.ClientId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers, in a fixed amount of memory, when which client was last forgotten: what was asked for before that counts no more, even if the answer comes
 * later. Thread-safe.
 */
final class Marks {

    /** A power of two. Two ids that share a stripe are forgotten together, which costs one fetch. */
    private static final int STRIPES = 4096;

    private final AtomicReferenceArray<Mark> marks = new AtomicReferenceArray<>(STRIPES);

    Marks() {
        for (int i = 0; i < STRIPES; i++) {
            marks.set(i, new Mark(0, Instant.MIN));
        }
    }

    Mark of(ClientId id) {
        return marks.get(stripe(id));
    }

    void set(ClientId id, Instant now) {
        set(stripe(id), now);
    }

    void setAll(Instant now) {
        for (int i = 0; i < STRIPES; i++) {
            set(i, now);
        }
    }

    private void set(int stripe, Instant now) {
        marks.updateAndGet(stripe, mark -> new Mark(mark.number() + 1, now));
    }

    private static int stripe(ClientId id) {
        int hash = id.hashCode();
        return (hash ^ hash >>> 16) & STRIPES - 1;
    }

    /**
     * One moment of forgetting.
     *
     * @param number different for each
     * @param at when it was
     */
    record Mark(long number, Instant at) {}
}
