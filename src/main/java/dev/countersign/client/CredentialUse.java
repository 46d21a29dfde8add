package dev.countersign.client;

import java.time.Instant;

/** Records the last use of each credential that led to a grant. Never blocks, never fails. Thread-safe. */
@FunctionalInterface
public interface CredentialUse {

    void used(String credentialId, Instant at);
}
