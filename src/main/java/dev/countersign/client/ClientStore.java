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

    /** The client as it was some moments ago, where that is known without asking anybody. Empty says nothing at all. */
    default Optional<Client> remembered(ClientId id) {
        return Optional.empty();
    }

    /**
     * The client as it was when the store could last be asked, for the time in which it cannot: enough to let the client in, not to refuse it.
     * Empty says nothing at all.
     */
    default Optional<Client> lastKnown(ClientId id) {
        return Optional.empty();
    }
}
