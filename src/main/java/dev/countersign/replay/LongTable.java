package dev.countersign.replay;

/**
 * A hash table of rows of {@code long}s, side by side in one array, so that a row costs what it holds and no object. The first and the last but one number of a row are
 * its key, and the last but one has to be spread evenly; the last is its value, and 0 says that the row is free. Grows and shrinks with what it holds. Not
 * thread-safe.
 */
final class LongTable {

    static final int ABSENT = -1;

    /** In rows; a power of two, like every size of the table. */
    private static final int SMALLEST = 16;

    private final int width;
    private long[] numbers;
    private int held;

    LongTable(int width) {
        this.width = width;
        this.numbers = new long[SMALLEST * width];
    }

    /** How many rows there are, free ones included. */
    int rows() {
        return numbers.length / width;
    }

    /** How many rows are taken. */
    int held() {
        return held;
    }

    /** Where that key's row is, until anything is added or removed. */
    int find(long first, long spread) {
        for (int row = home(spread); value(row) != 0; row = next(row)) {
            if (numbers[row * width] == first && spread(row) == spread) {
                return row;
            }
        }
        return ABSENT;
    }

    long first(int row) {
        return numbers[row * width];
    }

    long value(int row) {
        return numbers[row * width + width - 1];
    }

    /** @param value not 0 */
    void setValue(int row, long value) {
        numbers[row * width + width - 1] = value;
    }

    /** Adds a row whose key is not there yet. */
    void add(long first, long spread, long value) {
        if (4 * (held + 1) > 3 * rows()) {
            resize(rows() * 2);
        }
        place(first, spread, value);
        held++;
    }

    /** Frees a row that is taken. Those behind it move up, so one of them may be in its place then. */
    void remove(int removed) {
        int gap = removed;
        for (int row = next(gap); value(row) != 0; row = next(row)) {
            // A row may move up no further than to where its search begins.
            if (distance(home(spread(row)), row) >= distance(gap, row)) {
                System.arraycopy(numbers, row * width, numbers, gap * width, width);
                gap = row;
            }
        }
        setValue(gap, 0);
        held--;
    }

    /** Gives memory back when most of it is unused. Rows move. */
    void shrink() {
        // As full as after growing, and far from having to grow again.
        while (rows() > SMALLEST && 16 * held < 3 * rows()) {
            resize(rows() / 2);
        }
    }

    private void resize(int rows) {
        long[] before = numbers;
        numbers = new long[rows * width];
        for (int at = 0; at < before.length; at += width) {
            if (before[at + width - 1] != 0) {
                place(before[at], before[at + width - 2], before[at + width - 1]);
            }
        }
    }

    private void place(long first, long spread, long value) {
        int row = home(spread);
        while (value(row) != 0) {
            row = next(row);
        }
        numbers[row * width] = first;
        numbers[row * width + width - 2] = spread;
        setValue(row, value);
    }

    private long spread(int row) {
        return numbers[row * width + width - 2];
    }

    private int home(long spread) {
        return (int) spread & (rows() - 1);
    }

    private int next(int row) {
        return (row + 1) & (rows() - 1);
    }

    private int distance(int from, int to) {
        return (to - from) & (rows() - 1);
    }
}
