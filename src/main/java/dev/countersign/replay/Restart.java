package dev.countersign.replay;

import dev.countersign.auth.AssertionRules;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides which assertions cannot have been used before the instant since which all used ones are remembered. Assumes
 * that the previous run had the same rules. Immutable.
 */
final class Restart {

    private final Instant newFrom;
    private final Instant unacceptableBeforeFrom;

    /** @param start before it, assertions may have been used that are not remembered */
    Restart(Instant start, AssertionRules rules) {
        // A client's clock may be ahead by the skew: an assertion with an iat shortly after the start may have been
        // used before it.
        newFrom = start.plus(rules.clockSkew());
        // No assertion that was accepted before the start ends later than this. So one with a later end is new, also
        // without an iat.
        unacceptableBeforeFrom = start.plus(MemoryReplayGuard.longestLife(rules));
    }

    boolean precedes(Optional<Instant> issuedAt, Instant until) {
        boolean madeSince = issuedAt.isPresent() && !issuedAt.get().isBefore(newFrom);
        return madeSince || !until.isBefore(unacceptableBeforeFrom);
    }
}
