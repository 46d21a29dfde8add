package dev.countersign.launch;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A body, or its beginning, in one growing array: the heap that it takes does not depend on the sizes of its chunks.
 * One thread at a time adds; any thread may {@link #drop} it.
 */
final class GatheredBody {
    private static final int FIRST_BYTES = 1024;

    private byte[] bytes = {};
    private int length;
    private boolean dropped;

    /**
     * By how many bytes its array has to grow for {@code more} bytes; its length doubles each time, so that it is not
     * copied too often.
     */
    synchronized int growth(int more, int maxBytes) {
        int needed = length + more;
        if (needed <= bytes.length) {
            return 0;
        }
        return Math.min(Math.max(Math.max(needed, FIRST_BYTES), 2 * bytes.length), maxBytes) - bytes.length;
    }

    synchronized void add(ByteBuffer chunk, int growth) {
        if (dropped) {
            return;
        }
        if (growth > 0) {
            bytes = Arrays.copyOf(bytes, bytes.length + growth);
        }
        int more = chunk.remaining();
        chunk.get(bytes, length, more);
        length += more;
    }

    synchronized int length() {
        return length;
    }

    /** The length of its array, in bytes. */
    synchronized int capacity() {
        return bytes.length;
    }

    synchronized ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    /** Frees the array, although the request still refers to this object. */
    synchronized void drop() {
        dropped = true;
        bytes = new byte[0];
        length = 0;
    }
}
