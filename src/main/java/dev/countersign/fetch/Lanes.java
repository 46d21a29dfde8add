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
 * Runs fetches beside each other, but only a few per origin: a slow origin holds up its own lane and nobody else's. Thread-safe.
 */
final class Lanes implements AutoCloseable {

    private static final Duration IDLE = Duration.ofSeconds(10);

    /** Only a look-up of a name does not end at once when it is told to. */
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

    private final Map<Origin, Lane> lanes = new HashMap<>();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            FetchLimits.FETCHES_IN_ALL,
            FetchLimits.FETCHES_IN_ALL,
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            new FetchThreads("countersign-fetch"));

    /** Of all lanes, running ones too. */
    private int tasks;

    Lanes() {
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Runs a task as soon as its lane is free.
     *
     * @throws RejectedExecutionException when too many are waiting already, or after the end
     */
    synchronized void submit(Origin origin, Runnable task) {
        if (tasks >= FetchLimits.FETCHES_IN_ALL + FetchLimits.QUEUED_FETCHES) {
            throw new RejectedExecutionException("too many fetches");
        }
        Lane lane = lanes.computeIfAbsent(origin, any -> new Lane());
        if (lane.running < FetchLimits.FETCHES_PER_ORIGIN) {
            threads.execute(() -> run(origin, lane, task));
            lane.running++;
        } else {
            lane.queue.add(task);
        }
        tasks++;
    }

    @Override
    public void close() {
        synchronized (this) {
            threads.shutdownNow();
        }
        try {
            threads.awaitTermination(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(Origin origin, Lane lane, Runnable task) {
        try {
            task.run();
        } finally {
            next(origin, lane);
        }
    }

    /** The next one of the lane queues up behind all other lanes. */
    private synchronized void next(Origin origin, Lane lane) {
        tasks--;
        Runnable task = lane.queue.poll();
        if (task != null && !threads.isShutdown()) {
            threads.execute(() -> run(origin, lane, task));
            return;
        }
        lane.running--;
        if (lane.running == 0) {
            lanes.remove(origin);
        }
    }

    /** What one origin keeps busy. */
    private static final class Lane {

        private final Deque<Runnable> queue = new ArrayDeque<>();
        private int running;
    }
}
