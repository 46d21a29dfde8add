package dev.countersign.replay;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * How many marks each client has, in a fixed amount of memory: a count-min sketch of two rows. Never too low; too high
 * for a client that shares both of its counters with busier clients, which has a probability of one in a million per
 * pair of clients. Thread-safe.
 */
final class ClientCounts {

    private static final int BITS = 11;
    private static final int WIDTH = 1 << BITS;

    /** In bytes of heap. */
    static final int BYTES = 2 * (WIDTH * Integer.BYTES + 32);

    private final AtomicIntegerArray first = new AtomicIntegerArray(WIDTH);
    private final AtomicIntegerArray second = new AtomicIntegerArray(WIDTH);

    /** @param client a hash whose bits are spread evenly */
    void add(int client) {
        first.getAndIncrement(client & (WIDTH - 1));
        second.getAndIncrement(client >>> (Integer.SIZE - BITS));
    }

    int of(int client) {
        return Math.min(first.get(client & (WIDTH - 1)), second.get(client >>> (Integer.SIZE - BITS)));
    }
}
