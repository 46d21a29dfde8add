package dev.countersign.task;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failures of a task, and its recovery: at most one record per cause and minute, and a stack trace only for the
 * first failure after a success. Used by its task's thread only.
 */
final class FailureLog {

    private static final Duration MIN_INTERVAL = Duration.ofMinutes(1);

    /** The kinds of failure whose latest record is remembered; beyond that, the oldest is dropped. */
    private static final int MAX_KINDS = 16;

    /** The most causes of a failure that are followed. */
    private static final int MAX_CAUSES = 8;

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTask.class);

    private final String task;
    private final String consequence;
    private final LongSupplier nanoTime;

    /** The time of the latest record of each kind of failure. */
    private final Map<String, Long> logged = new LinkedHashMap<>();

    private boolean outage;

    FailureLog(String task, String consequence, LongSupplier nanoTime) {
        this.task = task;
        this.consequence = consequence;
        this.nanoTime = nanoTime;
    }

    void failed(Throwable failure) {
        String kind = kind(failure);
        long now = nanoTime.getAsLong();
        Long last = logged.get(kind);
        if (last != null && now - last < MIN_INTERVAL.toNanos()) {
            return;
        }
        logged.remove(kind);
        logged.put(kind, now);
        if (logged.size() > MAX_KINDS) {
            logged.remove(logged.keySet().iterator().next());
        }
        if (outage) {
            LOG.warn("task={} still fails: {}: {}", task, consequence, kind);
        } else {
            LOG.warn("task={} failed: {}", task, consequence, failure);
        }
        outage = true;
    }

    void succeeded() {
        if (outage) {
            LOG.info("task={} works again", task);
            outage = false;
        }
    }

    /** The classes of the failure and of its causes. Without messages, which may differ each time. */
    private static String kind(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .map(cause -> cause.getClass().getName())
                .collect(Collectors.joining(" < "));
    }
}
