package dev.countersign.replay;

import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The marks that end within one span of time. It is dropped as a whole when that is over, which takes the same time
 * however many there are. A mark's end is kept as its distance from the beginning of the span. Thread-safe, where the
 * caller keeps each stripe to one thread at a time.
 */
final class Generation {

    static final int STRIPES = 64;

    /** Of an empty one, in bytes of heap. */
    static final int EMPTY_BYTES = ClientCounts.BYTES + 8 * STRIPES + 256;

    private final long number;
    private final int spanBits;
    private final CapacityShare room;
    private final @Nullable MarkTable[] tables = new MarkTable[STRIPES];
    private final ClientCounts counts = new ClientCounts();
    private final LongAdder marks = new LongAdder();

    /** Guards the fields below. */
    private final ReentrantLock accounting = new ReentrantLock();

    private long bytes;
    private boolean dropped;

    /** @param spanBits how long the span is: 2 to this power microseconds */
    Generation(long number, int spanBits, CapacityShare room) {
        this.number = number;
        this.spanBits = spanBits;
        this.room = room;
    }

    /** The index of the span, counted from the epoch. */
    long number() {
        return number;
    }

    boolean remembers(Mark mark, int stripe, long now) {
        MarkTable table = tables[stripe];
        int row = table == null ? MarkTable.ABSENT : table.find(mark.high(), mark.low());
        return table != null && row != MarkTable.ABSENT && begin() + table.value(row) > now;
    }

    /** Adds a mark that ends within the span and is not remembered; false: there is no room. */
    boolean add(Mark mark, int stripe) {
        MarkTable table = tables[stripe];
        if (table == null) {
            if (!take(MarkTable.firstBytes(stripe))) {
                return false;
            }
            table = new MarkTable(spanBits, stripe);
            tables[stripe] = table;
        }
        int row = table.find(mark.high(), mark.low());
        if (row != MarkTable.ABSENT) {
            table.setValue(row, Math.max(table.value(row), mark.until() - begin()));
            return true;
        }
        if (table.isFull() && !grow(table)) {
            return false;
        }
        table.add(mark.high(), mark.low(), mark.until() - begin());
        counts.add(mark.client());
        marks.increment();
        return true;
    }

    int marksOf(int client) {
        return counts.of(client);
    }

    /** Includes those that have ended within the span. */
    long marks() {
        return marks.sum();
    }

    /** Frees its memory. A concurrent addition is lost, which is harmless: its mark has ended. */
    void drop() {
        accounting.lock();
        try {
            dropped = true;
            room.giveBack(bytes);
        } finally {
            accounting.unlock();
        }
    }

    private boolean grow(MarkTable table) {
        long before = table.bytes();
        // Both arrays are on the heap while the marks are copied.
        if (!take(table.grownBytes())) {
            return false;
        }
        table.grow();
        giveBack(before);
        return true;
    }

    private boolean take(long wanted) {
        accounting.lock();
        try {
            if (!dropped && !room.take(wanted)) {
                return false;
            }
            bytes += wanted;
            return true;
        } finally {
            accounting.unlock();
        }
    }

    private void giveBack(long unused) {
        accounting.lock();
        try {
            bytes -= unused;
            if (!dropped) {
                room.giveBack(unused);
            }
        } finally {
            accounting.unlock();
        }
    }

    private long begin() {
        return number << spanBits;
    }
}
