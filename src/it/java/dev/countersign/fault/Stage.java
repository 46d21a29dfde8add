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
    public synchronized void close() {
        IllegalStateException failure = new IllegalStateException("not all of what was started could be ended");
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
        }
        if (failure.getSuppressed().length > 0) {
            throw failure;
        }
    }
}
