package dev.countersign.auth;

import dev.countersign.client.Client;
import java.util.List;
import java.util.Optional;

/** Finds the public keys that may verify what a client signed; they come from its one key source. Thread-safe. */
@FunctionalInterface
public interface ClientKeys {

    /**
     * The client's keys, in the order in which they are to be tried.
     *
     * @param kid the key id that the assertion names: when the client's key set does not have it, the set may be fetched anew
     * @throws dev.countersign.client.UnavailableException when they cannot be had: the origin of the key set does not answer and nothing usable is left
     */
    List<VerificationKey> find(Client client, Optional<String> kid);
}
