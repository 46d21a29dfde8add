package dev.countersign.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether what we cannot work without is usable. Anybody may ask, so it looks at most once a second. Thread-safe.
 */
public final class HealthChecks {

    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    /** For so long a result is given again. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final Map<String, Check> checks;
    private final InstantSource clock;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Results latest = new Results(Instant.MIN, Map.of());

    /** @param checks by a name for operators, such as {@code store}, of letters only */
    public HealthChecks(Map<String, Check> checks, InstantSource clock) {
        this.checks = new TreeMap<>(checks);
        this.clock = clock;
    }

    /** One thing that has to be usable. */
    @FunctionalInterface
    public interface Check {

        /** Throws whatever it likes when the thing is not usable. */
        void run() throws Exception;
    }

    /** Whether each thing is usable, by its name. A check that hangs keeps one caller waiting; the others get what was found before. */
    public Map<String, Boolean> results() {
        Results known = latest;
        if (clock.instant().isBefore(known.until) || (!known.usable.isEmpty() && looking.isLocked())) {
            return known.usable;
        }
        looking.lock();
        try {
            // Somebody else may have looked while we waited.
            if (!clock.instant().isBefore(latest.until)) {
                latest = look();
            }
            return latest.usable;
        } finally {
            looking.unlock();
        }
    }

    private Results look() {
        Map<String, Boolean> usable = new LinkedHashMap<>();
        checks.forEach((name, check) -> usable.put(name, isUsable(name, check)));
        return new Results(clock.instant().plus(FRESH), Map.copyOf(usable));
    }

    private static boolean isUsable(String name, Check check) {
        try {
            check.run();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            LOG.warn("check={} unusable", name, e);
            return false;
        }
    }

    private record Results(Instant until, Map<String, Boolean> usable) {}
}
