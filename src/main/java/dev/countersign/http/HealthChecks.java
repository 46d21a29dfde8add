package dev.countersign.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether the required services are usable, and what else administrators have to see to. The endpoint is public,
 * so the checks run at most once a second. Thread-safe.
 */
public final class HealthChecks {

    private static final Logger LOG = LoggerFactory.getLogger(HealthChecks.class);

    /** How long a result is reused. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    /** Shortest interval between two lines in the log about one check that fails. */
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final Map<String, Check> checks;
    private final Set<String> required;
    private final InstantSource clock;
    private final FaultLog faults;
    private final ReentrantLock looking = new ReentrantLock();

    /** Until when the failure of a check is not logged again, while it fails. Guarded by {@link #looking}. */
    private final Map<String, Instant> failing = new HashMap<>();

    private volatile Results latest = new Results(Instant.MIN, Map.of());

    /**
     * The checks, by a name for operators, such as {@code store}, of letters only.
     *
     * @param required without one of them the node is not ready
     * @param reported the node serves without them, though maybe not each client
     */
    public HealthChecks(Map<String, Check> required, Map<String, Check> reported, InstantSource clock) {
        this.checks = new TreeMap<>(required);
        this.checks.putAll(reported);
        this.required = Set.copyOf(required.keySet());
        this.clock = clock;
        this.faults = new FaultLog(clock);
    }

    /** One service. */
    @FunctionalInterface
    public interface Check {

        /** Throws any exception when the service is not usable. */
        void run() throws Exception;
    }

    /**
     * Whether each service is usable, by name. A hanging check blocks one caller only; the others get the previous
     * result.
     */
    public Map<String, Boolean> results() {
        Results known = latest;
        if (clock.instant().isBefore(known.until) || (!known.usable.isEmpty() && looking.isLocked())) {
            return known.usable;
        }
        looking.lock();
        try {
            // Another thread may have run the checks while this one waited for the lock.
            if (!clock.instant().isBefore(latest.until)) {
                latest = look();
            }
            return latest.usable;
        } finally {
            looking.unlock();
        }
    }

    /** Whether the node is to get requests. */
    boolean isReady(Map<String, Boolean> results) {
        return results.entrySet().stream().allMatch(result -> result.getValue() || !required.contains(result.getKey()));
    }

    private Results look() {
        Map<String, Boolean> usable = new LinkedHashMap<>();
        checks.forEach((name, check) -> usable.put(name, isUsable(name, check)));
        return new Results(clock.instant().plus(FRESH), Map.copyOf(usable));
    }

    private boolean isUsable(String name, Check check) {
        try {
            check.run();
            if (failing.remove(name) != null) {
                LOG.info("check={} usable again", name);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            Instant now = clock.instant();
            Instant silentUntil = failing.getOrDefault(name, Instant.MIN);
            if (!now.isBefore(silentUntil)) {
                faults.warn(LOG, "check=" + name + " unusable", e);
                failing.put(name, now.plus(BETWEEN_LINES));
            }
            return false;
        }
    }

    private record Results(Instant until, Map<String, Boolean> usable) {}
}
