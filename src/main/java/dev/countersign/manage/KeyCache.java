package dev.countersign.manage;

import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import java.util.List;
import java.util.Optional;

/** The cache of clients' public keys, as administration sees it. Thread-safe. */
public interface KeyCache {

    /** The cached keys of this client that are still valid; fetches nothing. */
    Optional<Resolved> remembered(ClientId id);

    /** Why this client's keys could not be had when they were last asked for; empty: they could, or were not yet. */
    Optional<KeyFailure> failure(ClientId id);

    /** The same of all clients, the latest first; bounded. */
    List<KeyFailure> failures();

    /**
     * Fetches this client's keys now, however fresh the cached ones are. When the fetch fails, the cached keys stay
     * until they expire, and carry the error. Concurrent calls share one result, and no origin is asked more than once
     * a second.
     *
     * @return empty: no keys are registered for the client
     * @throws dev.countersign.client.UnavailableException when the keys cannot be fetched and no usable ones are cached
     */
    Optional<Resolved> refresh(Client client);

    /**
     * Clears this client's keys from this node's cache: every look-up that starts afterwards returns what is registered
     * then. Returns the number of cleared entries.
     */
    int clear(ClientId id);

    /** The same, for all clients. */
    int clear();

    KeyCacheCounts counts();
}
