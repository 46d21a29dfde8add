package dev.countersign.signing;

import dev.countersign.task.ChangeLag;
import dev.countersign.token.RevokedTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The revoked tokens as this node knows them: all that the store has, as long as its changes are followed; otherwise,
 * and when there are more than fit, the store is asked about each token. Thread-safe.
 */
final class Revocations {

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    /** Revocations per question. */
    private static final int CHUNK = 5000;

    /** How much longer than its token an id is kept: the clocks of nodes differ. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final RevokedTokens store;
    private final RevokedIds ids;
    private final ChangeLag lag;
    private final InstantSource clock;

    /** When the last token ends whose id found no room in memory, in seconds; 0: all are there. */
    private volatile long missedUntil;

    /** Whether the ids in memory are all that the store has; false while they are read anew. */
    private volatile boolean complete = true;

    /** @param maxBytes of the heap, for the ids */
    Revocations(RevokedTokens store, long maxBytes, ChangeLag lag, InstantSource clock) {
        this.store = store;
        this.ids = new RevokedIds(maxBytes);
        this.lag = lag;
        this.clock = clock;
    }

    /** @throws dev.countersign.client.UnavailableException when the store is needed and cannot be asked */
    boolean contains(String tokenId) {
        return TokenId.parse(tokenId)
                .filter(id -> complete && lag.isShort() && clock.instant().getEpochSecond() > missedUntil)
                .map(ids::contains)
                .orElseGet(() -> store.isRevoked(tokenId));
    }

    /** Returns when the store has it. */
    void add(String tokenId, Instant expiresAt) {
        store.revoke(new RevokedTokens.Revoked(tokenId, expiresAt));
        remember(new RevokedTokens.Revoked(tokenId, expiresAt));
    }

    /**
     * Takes over what was revoked by any node.
     *
     * @param position the number after which revocations are read; 0: all
     */
    void follow(long position) {
        RevokedTokens.Revocations found = store.since(position, CHUNK);
        while (!found.tokens().isEmpty()) {
            found.tokens().forEach(this::remember);
            found = store.since(found.position(), CHUNK);
        }
        complete = true;
    }

    /** Forgets all, and reads those that the store has now. Meanwhile, the store is asked about each token. */
    void reload() {
        complete = false;
        ids.clear();
        missedUntil = 0;
        follow(0);
    }

    /** An id that is none of ours is not kept: the store is asked about those. */
    private void remember(RevokedTokens.Revoked token) {
        long now = clock.instant().getEpochSecond();
        long end = token.expiresAt().plus(MARGIN).getEpochSecond();
        Optional<TokenId> id = TokenId.parse(token.id());
        if (end < now || id.isEmpty() || ids.add(id.get(), end, now)) {
            return;
        }
        if (now > missedUntil) {
            LOG.warn("more tokens are revoked than fit into memory: the store is asked about each token for now");
        }
        missedUntil = Math.max(missedUntil, end);
    }
}
