package dev.countersign.auth;

import dev.countersign.client.ClientId;
import java.time.Instant;
import java.util.Optional;

/** Remembers which assertions were used, so that each counts once (RFC 7523, section 3). Thread-safe. */
@FunctionalInterface
public interface ReplayGuard {

    /**
     * Marks an assertion as used. Atomic: of all that claim the same one, on all nodes that share the guard, exactly one is told {@code true}. Called last, when
     * everything else about the assertion is right, so that a bad one uses nothing up.
     *
     * @param jti the assertion's id, which is the client's own: two clients may use the same
     * @param issuedAt when the assertion was made, as far as it says so; a guard that forgets at a restart cannot tell about older ones
     * @param until the assertion is no longer accepted from then on, whatever the clocks say
     * @throws dev.countersign.client.UnavailableException when it cannot tell: also when it has no room for one more
     */
    boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until);
}
