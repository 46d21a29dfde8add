package dev.countersign.client;

import java.util.Optional;

/** Makes every node drop its cached state of clients, and records the event. Thread-safe. */
@FunctionalInterface
public interface ChangeAnnouncer {

    /**
     * Takes effect on each node within a second.
     *
     * @param client whose cached state is dropped; empty: of all clients
     * @throws UnavailableException when the store cannot be asked: then no other node is notified
     */
    void announce(Optional<ClientId> client, Change change);
}
