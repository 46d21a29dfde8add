package dev.countersign.auth;

import dev.countersign.client.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Remembers which assertions were used, so that each counts once (RFC 7523, section 3). Thread-safe. */
@FunctionalInterface
public interface ReplayGuard {

    /** How long after its {@code exp} an assertion is remembered: the largest clock skew, and as much again as the clocks of our nodes may be apart. */
    Duration KEPT_AFTER_EXPIRY = Duration.ofSeconds(90);

    /**
     * Marks an assertion as used. Atomic: of all that claim the same one, on all nodes that share the guard, exactly one is told {@code true}. Called last, when
     * everything else about the assertion is right, so that a bad one uses nothing up.
     *
     * @param jti the assertion's id, which is the client's own: two clients may use the same
     * @param issuedAt when the assertion was made, as far as it says so; a guard that forgets at a restart cannot tell about older ones
     * @param until the assertion is no longer accepted from then on, whatever the clocks say: {@code exp} and {@link #KEPT_AFTER_EXPIRY}. Then its {@code jti}
     *     is free again
     * @throws dev.countersign.client.UnavailableException when it cannot tell: also when it has no room for one more, and when {@code until} is past
     */
    boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until);
}
