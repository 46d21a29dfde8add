package dev.countersign.client;

import java.util.Set;

/** Tells what must be forgotten because it was changed on any node, so that nobody keeps believing an old state. Thread-safe. */
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
     * @param position the number of the last of them; of the last event ever, where there are none
     * @param clients who was changed, or is to be forgotten
     * @param all whether everybody is to be forgotten
     */
    record Changes(long position, Set<ClientId> clients, boolean all) {

        public Changes {
            clients = Set.copyOf(clients);
        }

        public boolean isEmpty() {
            return clients.isEmpty() && !all;
        }
    }
}
