package dev.countersign.client;

import java.util.Optional;

/** Finds clients. Thread-safe. */
@FunctionalInterface
public interface ClientStore {

    /**
     * Looks a client up.
     *
     * @return the client whose id is exactly this one; empty: there is none, for certain
     * @throws UnavailableException when the store could not tell
     */
    Optional<Client> find(ClientId id);
}
