package dev.countersign.client;

import java.util.Optional;

/** Has every node forget what it remembers, and writes down who wanted it. Thread-safe. */
@FunctionalInterface
public interface ChangeAnnouncer {

    /**
     * Each node forgets within a second.
     *
     * @param client of whom; empty: of all
     * @throws UnavailableException when the store cannot be asked: then no other node is told
     */
    void announce(Optional<ClientId> client, Change change);
}
