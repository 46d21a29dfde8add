package dev.countersign.client;

import java.util.Set;

/** Tells which clients were changed on any node, so that nobody keeps believing an old state. Thread-safe. */
@FunctionalInterface
public interface ChangeFeed {

    /**
     * The changes after the one numbered {@code position}.
     *
     * @throws UnavailableException when the store cannot be asked
     */
    Changes since(long position);

    /**
     * Some changes in the order in which they were made, though not always all of them: ask again from {@code position} until there are none.
     *
     * @param position the number of the last of them; of the last one ever, where {@code clients} is empty
     */
    record Changes(long position, Set<ClientId> clients) {

        public Changes {
            clients = Set.copyOf(clients);
        }
    }
}
