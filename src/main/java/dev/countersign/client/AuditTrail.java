package dev.countersign.client;

import java.util.Optional;

/** Reads back which changes were made, the newest first. Thread-safe. */
@FunctionalInterface
public interface AuditTrail {

    /**
     * One page of the trail.
     *
     * @param client only changes of this client, which need not exist any longer; empty: of all
     * @param after where the page before ended, as its {@link Page#next()} said
     * @throws IllegalArgumentException when {@code after} did not come from such a page
     * @throws UnavailableException when the store cannot be asked
     */
    Page<AuditEvent> events(Optional<ClientId> client, Optional<String> after, int limit);
}
