package dev.countersign.auth;

import dev.countersign.client.Client;
import java.util.List;

/** Reads the secrets of clients whose method needs them in clear: {@code client_secret_jwt}, whose key the secret is. Thread-safe. */
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
     * @throws dev.countersign.client.UnavailableException when one cannot be read here: under a master key that this node does not have
     */
    List<ReadableSecret> live(Client client);
}
