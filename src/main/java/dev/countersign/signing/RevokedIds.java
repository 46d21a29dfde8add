package dev.countersign.signing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The ids of revoked tokens, each until its token has ended: an open hash table without objects, 24 bytes for an id in
 * a full table, so that a million take 32 MB. One writer at a time; reading never blocks, and finds what was added
 * before.
 */
final class RevokedIds {

    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int MIN_ROWS = 64;

    private final int maxRows;
    private volatile Table table = new Table(MIN_ROWS);

    /** @param maxBytes of the heap */
    RevokedIds(long maxBytes) {
        // While it grows, the old table is there beside the new one, which is half as large again.
        this.maxRows = (int) Math.min(Integer.MAX_VALUE / 2, Math.max(MIN_ROWS, maxBytes / Table.ROW_BYTES * 3 / 5));
    }

    boolean contains(TokenId id) {
        return table.contains(id.high(), id.low());
    }

    synchronized int size() {
        return table.held;
    }

    /**
     * Adds an id.
     *
     * @param now in seconds; ids whose tokens have ended make room
     * @return false: there is no room left for it
     */
    synchronized boolean add(TokenId id, long expiresAt, long now) {
        Table present = table;
        if (present.contains(id.high(), id.low())) {
            return true;
        }
        if (present.isFull()) {
            Table next = present.copy(present.living(now) > present.rows() / 2 ? grown(present) : present.rows(), now);
            if (next.isFull()) {
                return false;
            }
            table = next;
            present = next;
        }
        present.add(id.high(), id.low(), expiresAt);
        return true;
    }

    /** Forgets all. */
    synchronized void clear() {
        table = new Table(MIN_ROWS);
    }

    private int grown(Table present) {
        return (int) Math.min(maxRows, present.rows() + present.rows() / 2L);
    }

    /** Rows are added and never changed, so that a reader sees a row as a whole or not at all. */
    private static final class Table {

        static final int ROW_BYTES = 2 * Long.BYTES + Integer.BYTES;

        private final long[] numbers;
        private final int[] ends;
        private int held;

        Table(int rows) {
            numbers = new long[2 * rows];
            ends = new int[rows];
        }

        int rows() {
            return ends.length;
        }

        boolean isFull() {
            return 4L * (held + 1) > 3L * rows();
        }

        int living(long now) {
            int living = 0;
            for (int row = 0; row < rows(); row++) {
                living += numbers[2 * row] != 0 && end(row) >= now ? 1 : 0;
            }
            return living;
        }

        /** @param rows at least as many as here: all ids whose tokens live have a place in it */
        Table copy(int rows, long now) {
            Table copy = new Table(rows);
            for (int row = 0; row < rows(); row++) {
                if (numbers[2 * row] != 0 && end(row) >= now) {
                    copy.add(numbers[2 * row], numbers[2 * row + 1], end(row));
                }
            }
            return copy;
        }

        boolean contains(long high, long low) {
            for (int row = home(high); ; row = row + 1 == rows() ? 0 : row + 1) {
                long found = (long) LONGS.getAcquire(numbers, 2 * row);
                if (found == 0) {
                    return false;
                }
                if (found == high && numbers[2 * row + 1] == low) {
                    return true;
                }
            }
        }

        void add(long high, long low, long expiresAt) {
            int row = home(high);
            while (numbers[2 * row] != 0) {
                row = row + 1 == rows() ? 0 : row + 1;
            }
            ends[row] = (int) expiresAt;
            numbers[2 * row + 1] = low;
            LONGS.setRelease(numbers, 2 * row, high);
            held++;
        }

        /** In seconds; the numbers are unsigned, so that they reach the year 2106. */
        private long end(int row) {
            return Integer.toUnsignedLong(ends[row]);
        }

        /** Ids are random, so every part of one is spread evenly. */
        private int home(long high) {
            return (int) (((high & 0xFFFFFFFFL) * rows()) >>> Integer.SIZE);
        }
    }
}
