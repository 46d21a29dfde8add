package dev.countersign.token;

import java.time.Duration;
import java.time.Instant;

/** Lets one of all nodes look after the signing keys. Thread-safe. */
@FunctionalInterface
public interface KeyRotationTurn {

    /**
     * Whether it is this node's turn, for the next {@code rest}.
     *
     * @throws dev.countersign.client.UnavailableException when the store cannot be asked
     */
    boolean take(Instant now, Duration rest);
}
