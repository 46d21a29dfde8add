package dev.countersign.replay;

/**
 * A hash table of marks, two {@code long}s a row in one array: open addressing with linear probing, at most three
 * quarters full. The low bits of a row's second number are its value, the others its key. Only grows. Not thread-safe.
 */
final class MarkTable {

    static final int ABSENT = -1;

    /**
     * The smallest initial size; each further table begins with one row more, so that the tables do not all grow at the
     * same time.
     */
    private static final int MIN_ROWS = 16;

    private static final int SIZES = 8;
    private static final int ROW_BYTES = 2 * Long.BYTES;

    /** Of this object, of the array's header and of the reference to this object. */
    private static final int OVERHEAD_BYTES = 56;

    /** Bytes per mark in a table that has just grown: the maximum, except for the smallest tables. */
    static final int MAX_MARK_BYTES = 2 * ROW_BYTES;

    private final long valueMask;
    private long[] numbers;
    private int held;

    /**
     * An empty one.
     *
     * @param valueBits how many of the low bits are the value
     * @param number the index of the table, among those over which marks are spread evenly
     */
    MarkTable(int valueBits, int number) {
        this.valueMask = (1L << valueBits) - 1;
        this.numbers = new long[2 * firstRows(number)];
    }

    /** The heap bytes of the empty table with that index. */
    static long firstBytes(int number) {
        return bytes(firstRows(number));
    }

    /** Its heap bytes, free rows included. */
    long bytes() {
        return bytes(rows());
    }

    /** Its heap bytes after the next {@link #grow()}. */
    long grownBytes() {
        return bytes(grownRows());
    }

    boolean isFull() {
        return 4 * (held + 1) > 3 * rows();
    }

    void grow() {
        long[] before = numbers;
        numbers = new long[2 * grownRows()];
        for (int at = 0; at < before.length; at += 2) {
            if (before[at] != 0) {
                place(before[at], before[at + 1]);
            }
        }
    }

    /** The row of that key; valid until a row is added. */
    int find(long high, long low) {
        for (int row = home(high); numbers[2 * row] != 0; row = next(row)) {
            if (numbers[2 * row] == high && ((numbers[2 * row + 1] ^ low) & ~valueMask) == 0) {
                return row;
            }
        }
        return ABSENT;
    }

    long value(int row) {
        return numbers[2 * row + 1] & valueMask;
    }

    void setValue(int row, long value) {
        numbers[2 * row + 1] = (numbers[2 * row + 1] & ~valueMask) | value;
    }

    /**
     * Adds a row whose key is not there yet, to a table that is not full.
     *
     * @param high not 0, spread evenly
     */
    void add(long high, long low, long value) {
        place(high, (low & ~valueMask) | value);
        held++;
    }

    private void place(long high, long second) {
        int row = home(high);
        while (numbers[2 * row] != 0) {
            row = next(row);
        }
        numbers[2 * row] = high;
        numbers[2 * row + 1] = second;
    }

    /** By the upper half, since the lower one selects the table. */
    private int home(long high) {
        return (int) (((high >>> Integer.SIZE) * rows()) >>> Integer.SIZE);
    }

    private int next(int row) {
        return row + 1 == rows() ? 0 : row + 1;
    }

    private int rows() {
        return numbers.length / 2;
    }

    /** By half, so that a table that has grown is half full. */
    private int grownRows() {
        return rows() + rows() / 2;
    }

    private static int firstRows(int number) {
        return MIN_ROWS + number % SIZES;
    }

    private static long bytes(int rows) {
        return OVERHEAD_BYTES + (long) rows * ROW_BYTES;
    }
}
