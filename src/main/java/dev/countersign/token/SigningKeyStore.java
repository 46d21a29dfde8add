package dev.countersign.token;

import dev.countersign.client.Change;
import java.util.List;
import java.util.Optional;

/** Keeps the signing keys, for all nodes. All methods throw {@link dev.countersign.client.UnavailableException} when
 * the store cannot be asked. Thread-safe. */
public interface SigningKeyStore {

    /** Those of all states, in the order of their creation. */
    List<SigningKey> all();

    /** Another number after each change of the keys, of any node. */
    long version();

    /**
     * Changes the keys, in one transaction with the event; changes of all nodes follow each other.
     *
     * @param edit maps the keys as they are to the keys as they are to be, and says what was done; may run more than
     *     once; its exceptions are passed on and roll the transaction back. The same keys: nothing is written
     * @return the keys as they are then
     */
    List<SigningKey> change(Editing edit);

    /** What to do with the keys. */
    @FunctionalInterface
    interface Editing {

        Edited edit(List<SigningKey> present);
    }

    /**
     * The keys as they are to be.
     *
     * @param change the event; empty: nothing is to be changed
     */
    record Edited(List<SigningKey> keys, Optional<Change> change) {

        public Edited {
            keys = List.copyOf(keys);
        }
    }
}
