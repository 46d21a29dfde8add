package dev.countersign.fault;

import java.util.ArrayDeque;
import java.util.Deque;

/** What a test has started, to be ended in the other order, also when the start of another part failed. Thread-safe. */
final class Stage implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    @Override
    public synchronized void close() throws Exception {
        // Each is closed, whatever comes of the others.
        try (AutoCloseable last = parts.isEmpty() ? () -> {} : parts.removeLast()) {
            if (!parts.isEmpty()) {
                close();
            }
        }
    }
}
