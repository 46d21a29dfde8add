package dev.countersign.auth;

import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import java.util.Optional;

/** What is remembered of clients' public keys, for those who look after it. Thread-safe. */
public interface KeyCache {

    /** What is kept of this client's keys and still believed; asks nobody. */
    Optional<Resolved> remembered(ClientId id);

    /**
     * Asks for this client's keys now, however fresh what is kept may be. When they cannot be had, what is kept stays, as long as it may, and says why. Those who ask at the
     * same time share one answer, and no origin is asked more than once a second.
     *
     * @return empty: the client's keys are registered nowhere
     * @throws dev.countersign.client.UnavailableException when they cannot be had and nothing usable is left
     */
    Optional<Resolved> refresh(Client client);

    /** Whoever asks for this client's keys from now on, on this node, gets what is registered from now on. Answers how many entries went. */
    int clear(ClientId id);

    /** The same, for all clients. */
    int clear();

    KeyCacheCounts counts();
}
