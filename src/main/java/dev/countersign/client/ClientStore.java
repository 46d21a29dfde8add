package dev.countersign.client;

import java.util.Optional;

/** Finds clients. Thread-safe. One that is {@link AutoCloseable} is closed when the application stops. */
@FunctionalInterface
public interface ClientStore {

    /**
     * Looks a client up.
     *
     * @return the client whose id is exactly this one; empty: there is none, for certain
     * @throws UnavailableException when the store cannot be asked
     */
    Optional<Client> find(ClientId id);

    /**
     * The client as this node has it cached, without asking the store. Empty does not mean that there is no such
     * client.
     */
    default Optional<Client> remembered(ClientId id) {
        return Optional.empty();
    }

    /**
     * The client as the store last returned it, for an outage of the store: sufficient to grant access, not to refuse
     * it. Empty does not mean that there is no such client.
     */
    default Optional<Client> lastKnown(ClientId id) {
        return Optional.empty();
    }
}
