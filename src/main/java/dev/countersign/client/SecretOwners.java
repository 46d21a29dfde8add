package dev.countersign.client;

import java.util.Collection;
import java.util.Map;

/** Finds the clients of secrets by the ids of these. Thread-safe. */
@FunctionalInterface
public interface SecretOwners {

    /**
     * The clients by the ids of their secrets; without those ids that no secret has.
     *
     * @throws UnavailableException when the store cannot be asked
     */
    Map<String, ClientId> ownersOf(Collection<String> secretIds);
}
