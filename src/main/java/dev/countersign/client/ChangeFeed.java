package dev.countersign.client;

import java.util.OptionalLong;
import java.util.Set;

/**
 * What all nodes have changed in the store, so that each node drops the outdated state from its caches: changes of
 * clients, of signing keys, and revocations of tokens, by one query. Thread-safe.
 */
@FunctionalInterface
public interface ChangeFeed {

    /**
     * All changes after that position.
     *
     * @throws UnavailableException when the store cannot be asked
     */
    Changes since(Position position);

    /**
     * A place in the store's history: numbers alone would not tell that the store was restored to an older state and
     * has counted up again since.
     *
     * @param events the last event that was seen
     * @param revocations the last revocation that was seen
     */
    record Position(Mark events, Mark revocations) {

        /** Before the first query: nothing is known yet. Not the end of an empty history, whose number is 0. */
        public static final Position START = new Position(new Mark(-1, ""), Mark.NONE);
    }

    /**
     * A numbered row of the store.
     *
     * @param number 0: none
     * @param fingerprint differs from that of another row that had the same number in another history; empty: the row
     *     has been deleted since, which happens to expired revocations
     */
    record Mark(long number, String fingerprint) {

        static final Mark NONE = new Mark(0, "");
    }

    /**
     * What has changed.
     *
     * @param position the end of the store's history at this moment: to be given the next time
     * @param clients the clients that were changed, or whose cached state is to be dropped
     * @param all whether the cached state of all clients is to be dropped
     * @param otherHistory whether the position that was given is not part of the store's history, or no longer: it was
     *     restored, or the events after the position have been deleted. Then {@code all} is true as well
     * @param signingKeys the version of the signing keys
     * @param revokedAfter the number after which revocations are to be read; empty: there are no new ones
     */
    record Changes(
            Position position,
            Set<ClientId> clients,
            boolean all,
            boolean otherHistory,
            long signingKeys,
            OptionalLong revokedAfter) {

        public Changes {
            clients = Set.copyOf(clients);
        }
    }
}
