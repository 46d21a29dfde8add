package dev.countersign.replay;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.util.Optional;

/**
 * A guard whose marks were restored from a backup: it lacks those that were made since the backup. So it is undecided
 * about assertions that may have been used before the restore, until they have expired, see {@link Restart}.
 * Thread-safe.
 */
public final class RestoredReplayGuard implements ReplayGuard {

    private final ReplayGuard guard;
    private final Restart restart;

    /** @param restoredAt before it, assertions may have been used that the guard lacks */
    public RestoredReplayGuard(ReplayGuard guard, Instant restoredAt, AssertionRules rules) {
        this.guard = guard;
        this.restart = new Restart(restoredAt, rules);
    }

    @Override
    public boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        requireKnown(issuedAt, until);
        return guard.claim(client, jti, issuedAt, until);
    }

    @Override
    public boolean isUsed(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        requireKnown(issuedAt, until);
        return guard.isUsed(client, jti, issuedAt, until);
    }

    private void requireKnown(Optional<Instant> issuedAt, Instant until) {
        if (!restart.precedes(issuedAt, until)) {
            throw new UnavailableException("the assertion may have been used before the store was restored");
        }
    }
}
