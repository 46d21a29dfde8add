package dev.countersign.client;

import java.util.Set;

/** The changes of clients on all nodes, so that each node drops the outdated state from its caches. Thread-safe. */
@FunctionalInterface
public interface ChangeFeed {

    /**
     * The changes after the one numbered {@code position}.
     *
     * @throws UnavailableException when the store cannot be asked
     */
    Changes since(long position);

    /**
     * Some changes in the order in which they were made, perhaps not all: read on from {@code position} until there are
     * none.
     *
     * @param position the number of the last of them; of the last event ever, where there are none
     * @param clients the clients that were changed, or whose cached state is to be dropped
     * @param all whether the cached state of all clients is to be dropped
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
