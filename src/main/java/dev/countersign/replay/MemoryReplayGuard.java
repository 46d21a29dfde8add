package dev.countersign.replay;

import dev.countersign.auth.AssertionRules;
import dev.countersign.client.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Remembers used assertions on this node alone, until the process ends (RFC 7523, section 3). It never drops a mark of
 * an assertion that is still valid: when there is no room left, or none for this client, it refuses the new assertion,
 * see {@link CapacityShare}. After a start it refuses assertions that may have been used before, until they have
 * expired, see {@link Restart}. Thread-safe.
 */
public final class MemoryReplayGuard extends HeapReplayGuard {

    private final GuardMemory memory;

    /** @param capacity in bytes of heap */
    public MemoryReplayGuard(long capacity, AssertionRules rules, InstantSource clock) {
        Instant start = clock.instant();
        memory = new GuardMemory(
                new LiveMarks(capacity, longestLife(rules)),
                MarkHash.ofThisProcess(),
                new Restart(start, rules),
                new LatestTime(clock, LatestTime.micros(start)));
    }

    @Override
    public boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        return memory.claim(client, jti, issuedAt, until).isPresent();
    }

    @Override
    public boolean isUsed(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        return memory.isUsed(client, jti, issuedAt, until);
    }

    @Override
    GuardMemory memory() {
        return memory;
    }

    /** The heap bytes of a mark. */
    static Duration longestLife(AssertionRules rules) {
        return rules.longestLife().plus(rules.clockSkew()).plus(KEPT_AFTER_EXPIRY);
    }
}
