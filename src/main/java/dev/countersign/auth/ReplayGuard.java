package dev.countersign.auth;

import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Remembers the assertions that were used, so that each is accepted once (RFC 7523, section 3). Thread-safe. */
@FunctionalInterface
public interface ReplayGuard {

    /**
     * How long after its {@code exp} an assertion is remembered: the largest clock skew, and the largest difference
     * between the clocks of the nodes.
     */
    Duration KEPT_AFTER_EXPIRY = Duration.ofSeconds(90);

    /**
     * Marks an assertion as used. Atomic: of all calls for the same assertion, on all nodes that share the guard,
     * exactly one returns {@code true}. Called last, after all other checks have passed, so that an invalid assertion
     * uses nothing up.
     *
     * @param jti the assertion's id, which is the client's own: two clients may use the same
     * @param issuedAt when the assertion was made, where it has an {@code iat}; a guard that has lost its marks at a
     *     restart is undecided about older ones
     * @param until the assertion is rejected as expired from then on, by the clock of every node: {@code exp} and
     *     {@link #KEPT_AFTER_EXPIRY}. Then its {@code jti} is free again
     * @throws dev.countersign.client.UnavailableException when it is undecided: also when it has no room for one more,
     *     and when {@code until} is past
     */
    boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until);

    /**
     * Whether {@link #claim} would return {@code false} now, without marking anything: for *Why refused?*, never for an
     * authentication.
     *
     * @throws dev.countersign.client.UnavailableException when {@code claim} would, and by a guard that can only claim
     */
    default boolean isUsed(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        throw new UnavailableException("this replay guard cannot tell without using the assertion up");
    }
}
