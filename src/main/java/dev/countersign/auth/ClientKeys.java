package dev.countersign.auth;

import dev.countersign.client.Client;
import java.util.List;
import java.util.Optional;

/** Finds the public keys of a client, which come from its one key source. Thread-safe. */
@FunctionalInterface
public interface ClientKeys {

    /**
     * The client's keys, in the order in which they are to be tried.
     *
     * @param kid the key id that the assertion names: when the client's key set does not have it, the set may be
     *     fetched anew
     * @throws dev.countersign.client.UnavailableException when they cannot be resolved: the origin of the key set does
     *     not answer and no usable set is cached
     */
    List<VerificationKey> find(Client client, Optional<String> kid);

    /** The properties by which a client is registered for a source of keys, whatever it uses the keys for. */
    default List<PropertyDescription> properties() {
        return List.of();
    }

    /**
     * What is to be said about the keys that {@link #find} has found last, such as why others of their set are left
     * out:
     * for *Why refused?*.
     */
    default List<KeyRemark> remarks(Client client) {
        return List.of();
    }
}
