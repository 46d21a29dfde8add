package dev.countersign.client;

import java.time.Instant;

/** Is told which credential let a client in, to remember when that was last. Never blocks, never fails. Thread-safe. */
@FunctionalInterface
public interface CredentialUse {

    void used(String credentialId, Instant at);
}
