package dev.countersign.manage;

import dev.countersign.auth.Secret;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;

/** Tells whether a text is a registered secret, ended or not. Thread-safe. */
@FunctionalInterface
public interface SecretProof {

    /**
     * Compares in constant time.
     *
     * @throws dev.countersign.client.UnavailableException when what is stored cannot be read here
     */
    boolean is(ClientId client, ClientSecret registered, Secret text);
}
