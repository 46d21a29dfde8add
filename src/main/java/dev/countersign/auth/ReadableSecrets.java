package dev.countersign.auth;

import dev.countersign.client.Client;
import java.util.List;

/**
 * Decrypts the secrets of clients of the method {@code client_secret_jwt}, where the secret is the key of the MAC and
 * so is needed in clear. Thread-safe.
 */
@FunctionalInterface
public interface ReadableSecrets {

    /**
     * A client's secret in clear.
     *
     * @param id of the registered secret
     */
    record ReadableSecret(String id, Secret value) {}

    /**
     * The client's secrets that live now; the caller wipes them.
     *
     * @throws dev.countersign.client.UnavailableException when one cannot be read here: under a master key that this
     *     node does not have
     */
    List<ReadableSecret> live(Client client);

    /**
     * Takes as long as reading {@code count} secrets, so that the duration of a refusal does not tell how many a client
     * has.
     */
    default void spend(int count) {}
}
