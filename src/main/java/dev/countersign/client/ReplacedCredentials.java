package dev.countersign.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The clients with secrets or keys that were replaced and end when they are no longer used. All methods throw
 * {@link UnavailableException} when the store cannot be asked. Thread-safe.
 */
public interface ReplacedCredentials {

    /** Whether this node is to look through them now; for all nodes together once within {@code rest}. */
    boolean takeTurn(Instant now, Duration rest);

    /**
     * The clients that have a secret or key which is replaced and has not ended, while the newer one has been used; by
     * their ids.
     *
     * @param after the last one of the page before
     */
    List<ClientId> ofClients(Instant now, Optional<ClientId> after, int limit);
}
