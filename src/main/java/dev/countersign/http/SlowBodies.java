package dev.countersign.http;

import dev.countersign.text.SourceNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The request bodies that are being waited for: a limited number at once, with a share for each source, and each for a
 * limited time. {@link #interruptOverdue()} ends a blocking read that takes longer. Thread-safe.
 */
final class SlowBodies {

    /** How long a body waits for a place. Under normal load, places are free again within milliseconds. */
    static final Duration MAX_QUEUE = Duration.ofMillis(200);

    private final int maxAtOnce;
    private final int maxOfOneSource;
    private final Set<Wait> waits = new HashSet<>();
    private final Map<SourceNetwork, Integer> bySource = new HashMap<>();

    /**
     * Creates the places.
     *
     * @param maxAtOnce for all sources together: fewer than the threads of any container, so that enough of them are
     *     left
     */
    SlowBodies(int maxAtOnce, int maxOfOneSource) {
        this.maxAtOnce = maxAtOnce;
        this.maxOfOneSource = maxOfOneSource;
    }

    /**
     * Takes a place for the calling thread, which will read the body.
     *
     * @param queue how long to wait for a place where all are taken
     * @param life how long the place may be held
     * @return empty: no place became free
     */
    Optional<Wait> begin(InetAddress from, Duration queue, Duration life) {
        SourceNetwork source = SourceNetwork.of(from);
        long patience = System.nanoTime() + queue.toNanos();
        synchronized (this) {
            while (waits.size() >= maxAtOnce || bySource.getOrDefault(source, 0) >= maxOfOneSource) {
                long left = Duration.ofNanos(patience - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return Optional.empty();
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Optional.empty();
                }
            }
            Wait begun = new Wait(source, System.nanoTime() + life.toNanos());
            waits.add(begun);
            bySource.merge(source, 1, Integer::sum);
            return Optional.of(begun);
        }
    }

    private synchronized void end(Wait ended) {
        waits.remove(ended);
        bySource.computeIfPresent(ended.source, (source, count) -> count == 1 ? null : count - 1);
        notifyAll();
    }

    /** To be called repeatedly: on some containers, a single interrupt has no effect. */
    void interruptOverdue() {
        List<Wait> overdue;
        synchronized (this) {
            overdue = waits.stream().filter(Wait::isOver).toList();
        }
        overdue.forEach(Wait::interrupt);
    }

    /** How many are being waited for. */
    synchronized int size() {
        return waits.size();
    }

    /** One place. Held by the thread that took it, which alone closes it. */
    final class Wait implements AutoCloseable {

        private final SourceNetwork source;
        private final long deadline;
        private final Thread reader = Thread.currentThread();
        private boolean interrupted;
        private boolean ended;

        private Wait(SourceNetwork source, long deadline) {
            this.source = source;
            this.deadline = deadline;
        }

        boolean isOver() {
            return System.nanoTime() - deadline >= 0;
        }

        /** Ends a read on Jetty and Undertow. Tomcat ends one at its own timeout only, {@code connectionTimeout}. */
        private synchronized void interrupt() {
            if (!ended) {
                interrupted = true;
                reader.interrupt();
            }
        }

        @Override
        public void close() {
            synchronized (this) {
                ended = true;
                if (interrupted) {
                    // Clears the interrupt, which was meant for the read only.
                    Thread.interrupted();
                }
            }
            end(this);
        }
    }
}
