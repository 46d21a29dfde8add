package dev.countersign.manage;

import dev.countersign.client.Change;
import dev.countersign.client.ChangeAnnouncer;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.util.Optional;

/**
 * Clears the key caches of all nodes: this node's first, which must not depend on a store that may be unavailable.
 * Thread-safe.
 */
public final class KeyCacheClearing {

    private final KeyCache cache;
    private final ChangeAnnouncer others;

    /** @param others tells the other nodes to clear theirs */
    public KeyCacheClearing(KeyCache cache, ChangeAnnouncer others) {
        this.cache = cache;
        this.others = others;
    }

    /**
     * Clears.
     *
     * @param client whose keys; empty: those of all clients
     * @param change what is recorded as an event
     */
    public Cleared clear(Optional<ClientId> client, Change change) {
        int entries = client.map(cache::clear).orElseGet(cache::clear);
        try {
            others.announce(client, change);
            return new Cleared(entries, Optional.empty());
        } catch (UnavailableException e) {
            return new Cleared(entries, Optional.of(e));
        }
    }

    /**
     * The result.
     *
     * @param entries number of entries cleared on this node
     * @param failure why the other nodes were not told; empty: they were
     */
    public record Cleared(int entries, Optional<UnavailableException> failure) {}
}
