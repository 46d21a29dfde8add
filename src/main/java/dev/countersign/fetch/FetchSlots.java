package dev.countersign.fetch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs fetches concurrently, but only a few per origin: a slow origin delays its own fetches and no others.
 * Thread-safe.
 */
final class FetchSlots implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(10);

    /** Only a name look-up does not end at once when it is interrupted. */
    private static final Duration MAX_GOODBYE = Duration.ofSeconds(2);

    private final Map<Origin, Slots> origins = new HashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            FetchLimits.MAX_FETCHES,
            FetchLimits.MAX_FETCHES,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            new FetchThreads("countersign-fetch"));

    /** The fetches of all origins, including running ones. */
    private int tasks;

    FetchSlots() {
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task as soon as its origin has a slot free.
     *
     * @throws RejectedExecutionException when too many are waiting already, or after close
     */
    synchronized void submit(Origin origin, Runnable task) {
        if (tasks >= FetchLimits.MAX_FETCHES + FetchLimits.MAX_QUEUED_FETCHES) {
            throw new RejectedExecutionException("too many fetches");
        }
        Slots slots = origins.computeIfAbsent(origin, any -> new Slots());
        if (slots.running < FetchLimits.MAX_FETCHES_PER_ORIGIN) {
            threads.execute(() -> run(origin, slots, task));
            slots.running++;
        } else {
            slots.queue.add(task);
        }
        tasks++;
    }

    @Override
    public void close() {
        synchronized (this) {
            threads.shutdownNow();
        }
        try {
            threads.awaitTermination(MAX_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Origin origin, Slots slots, Runnable task) {
        try {
            task.run();
        } finally {
            next(origin, slots);
        }
    }

    /** The next fetch of the origin is queued after those of all other origins. */
    private synchronized void next(Origin origin, Slots slots) {
        tasks--;
        Runnable task = slots.queue.poll();
        if (task != null && !threads.isShutdown()) {
            threads.execute(() -> run(origin, slots, task));
            return;
        }
        slots.running--;
        if (slots.running == 0) {
            origins.remove(origin);
        }
    }

    /** The running and waiting fetches of one origin. */
    private static final class Slots {

        private final Deque<Runnable> queue = new ArrayDeque<>();
        private int running;
    }
}
