package dev.countersign.http;

import dev.countersign.auth.BusyException;
import dev.countersign.client.UnavailableException;
import dev.countersign.text.Redaction;
import dev.countersign.text.ShownText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs faults that a sender can provoke repeatedly: one line each time, and the stack trace of each cause at most once
 * a minute, where it tells more than the line. Bounded. Thread-safe.
 */
public final class FaultLog {

    static final Duration MIN_BETWEEN_TRACES = Duration.ofMinutes(1);

    /** Causes beyond this number within a minute get no trace. */
    static final int MAX_CAUSES = 64;

    private static final int MAX_CHAIN_LENGTH = 8;

    private final InstantSource clock;

    /** When each cause was traced, in milliseconds; the oldest first. */
    private final Map<String, Long> traced = new LinkedHashMap<>();

    FaultLog(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Writes {@code line} and, behind it, the cause.
     *
     * @param line fixed keys and values that are fit for a log
     */
    public void warn(Logger log, String line, Throwable cause) {
        write(log, Level.WARN, line, cause);
    }

    /** The same at level error, for a mistake in the server or a plug-in. */
    public void error(Logger log, String line, Throwable cause) {
        write(log, Level.ERROR, line, cause);
    }

    private void write(Logger log, Level level, String line, Throwable cause) {
        List<Throwable> chain = chain(cause);
        String text = line + " cause=" + ShownText.quoted(Redaction.of(text(chain))) + RequestId.suffix();
        if (hasUsefulTrace(log, cause) && isTraceDue(key(chain))) {
            log.makeLoggingEventBuilder(level).setCause(Redaction.of(cause)).log(text);
        } else {
            log.makeLoggingEventBuilder(level).log(text);
        }
    }

    /**
     * Overload is no fault, and an outage without a cause was recognized by Countersign itself: its text says all, such
     * as why a key set cannot be fetched.
     */
    private static boolean hasUsefulTrace(Logger log, Throwable cause) {
        boolean recognized = cause instanceof UnavailableException && cause.getCause() == null;
        return !(cause instanceof BusyException) && (!recognized || log.isDebugEnabled());
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>(2);
        for (Throwable next = thrown; next != null && chain.size() < MAX_CHAIN_LENGTH; next = next.getCause()) {
            chain.add(next);
        }
        return chain;
    }

    /**
     * Only messages of Countersign's own exceptions: those of libraries may repeat what was sent, or a database's
     * credentials.
     */
    private static String text(List<Throwable> chain) {
        StringBuilder text = new StringBuilder();
        for (Throwable thrown : chain) {
            text.append(text.isEmpty() ? "" : "; ").append(thrown.getClass().getSimpleName());
            if (thrown instanceof UnavailableException) {
                text.append(": ").append(thrown.getMessage());
            }
        }
        return text.toString();
    }

    /** The classes of the exceptions and the places where they were thrown: a sender can choose neither. */
    private static String key(List<Throwable> chain) {
        StringBuilder key = new StringBuilder();
        for (Throwable thrown : chain) {
            StackTraceElement[] trace = thrown.getStackTrace();
            key.append(thrown.getClass().getName()).append('@').append(trace.length == 0 ? "" : trace[0]);
        }
        return key.toString();
    }

    private synchronized boolean isTraceDue(String key) {
        long now = clock.millis();
        traced.values().removeIf(at -> at + MIN_BETWEEN_TRACES.toMillis() <= now);
        return traced.size() < MAX_CAUSES && traced.putIfAbsent(key, now) == null;
    }
}
