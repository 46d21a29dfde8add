package dev.countersign.replay;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The memory limit for marks, and each client's share of it. While more than a quarter is free, a client's share is
 * unlimited: one busy client alone may fill three quarters. In the last quarter, a client gets room only while its
 * marks take less than an eighth of the free memory. So after the first greedy client, a quarter is left, of which each
 * further one may take a ninth of the free part, and after a dozen of those a quarter of the quarter is still free.
 * Thread-safe.
 */
final class CapacityShare {

    static final long MIN_CAPACITY_BYTES = 1 << 20;

    /** Shares are unlimited while more than 1/{@value} of the capacity is free. */
    private static final int FREE_PART = 4;

    /** Otherwise: the factor by which the free memory must exceed the memory of the client's marks. */
    private static final int RESERVE = 8;

    private final long capacity;
    private final AtomicLong used;

    /**
     * Creates the limit, with a part of it taken already.
     *
     * @param capacity in bytes of heap
     * @throws IllegalArgumentException when that is too little to work with
     */
    CapacityShare(long capacity, long taken) {
        if (capacity < MIN_CAPACITY_BYTES) {
            throw new IllegalArgumentException("a replay guard takes at least " + MIN_CAPACITY_BYTES + " bytes");
        }
        this.capacity = capacity;
        this.used = new AtomicLong(taken);
    }

    /** @param marks how many marks the client has; computed only while room is short */
    boolean admits(LongSupplier marks) {
        long left = capacity - used.get();
        return left > capacity / FREE_PART || marks.getAsLong() * MarkTable.MAX_MARK_BYTES * RESERVE < left;
    }

    boolean take(long bytes) {
        long before = used.get();
        while (bytes <= capacity - before) {
            if (used.compareAndSet(before, before + bytes)) {
                return true;
            }
            before = used.get();
        }
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long capacity() {
        return capacity;
    }

    long used() {
        return used.get();
    }
}
