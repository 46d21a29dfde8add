package dev.countersign.admin;

import dev.countersign.auth.Secret;
import dev.countersign.client.NewClient;
import java.util.Optional;

/**
 * A new client, read and checked, before it is registered; to be closed, which wipes its secret. Not thread-safe.
 *
 * @param secret the text of its first secret; empty: it gets none
 */
record Registration(NewClient wanted, Optional<Secret> secret) implements AutoCloseable {

    @Override
    public void close() {
        secret.ifPresent(Secret::close);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Registration[" + wanted.id() + "]";
    }
}
