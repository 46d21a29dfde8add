package dev.countersign.replay;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.ReplayGuard;
import java.time.Instant;
import java.util.Optional;

/**
 * Knows which assertions cannot have been used before this process began, so that it would have to remember them. Presumes that the process before kept to the same
 * rules. Immutable.
 */
final class Restart {

    private final Instant newFrom;
    private final Instant unacceptableBeforeFrom;

    Restart(Instant start, AssertionRules rules) {
        // Whoever's clock is ahead may say so and be believed: what says that it was made a moment after the start may
        // have come before.
        newFrom = start.plus(rules.clockSkew());
        // Until the start, nothing was accepted that lasts for longer. So after a while everything is new, if it says
        // when it was made or not.
        unacceptableBeforeFrom =
                start.plus(rules.longestLife()).plus(rules.clockSkew()).plus(ReplayGuard.KEPT_AFTER_EXPIRY);
    }

    boolean precedes(Optional<Instant> issuedAt, Instant until) {
        boolean madeSince = issuedAt.isPresent() && !issuedAt.get().isBefore(newFrom);
        return madeSince || !until.isBefore(unacceptableBeforeFrom);
    }
}
