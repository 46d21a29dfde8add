package dev.countersign.admin;

import dev.countersign.client.AuditTrail;
import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Records trials in the audit trail: of the same administrator, client and outcome one each minute, on this node, so
 * that a script that tries again and again does not fill it. Thread-safe.
 */
public final class TrialNotes {

    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** Beyond that, the oldest is forgotten, and its next trial recorded again. */
    private static final int MAX_KINDS = 1000;

    private final AuditTrail audit;
    private final InstantSource clock;
    private final Map<Kind, Instant> noted = new LinkedHashMap<>();

    public TrialNotes(AuditTrail audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Returns once the trial, or one like it within the last minute, is in the audit trail.
     *
     * @throws dev.countersign.client.UnavailableException when the store cannot be asked
     */
    void add(ClientId client, Change trial) {
        Kind kind = new Kind(client, trial.actor(), trial.detail());
        Instant now = clock.instant();
        if (isNoted(kind, now)) {
            return;
        }
        audit.note(client, trial);
        remember(kind, now);
    }

    private synchronized boolean isNoted(Kind kind, Instant now) {
        Instant last = noted.get(kind);
        return last != null && !now.isBefore(last) && now.isBefore(last.plus(INTERVAL));
    }

    private synchronized void remember(Kind kind, Instant now) {
        noted.remove(kind);
        noted.put(kind, now);
        if (noted.size() > MAX_KINDS) {
            noted.remove(noted.keySet().iterator().next());
        }
    }

    private record Kind(ClientId client, String actor, String outcome) {}
}
