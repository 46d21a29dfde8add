package dev.countersign.client;

import java.util.Optional;

/** Reads the audit trail, the newest event first, and records events that change no client. Thread-safe. */
public interface AuditTrail {

    /**
     * One page of the trail.
     *
     * @param client only events of this client, which need not exist any longer; empty: all events, also those of no
     *     client
     * @param after where the page before ended, as its {@link Page#next()} said
     * @throws IllegalArgumentException when {@code after} did not come from such a page
     * @throws UnavailableException when the store cannot be asked
     */
    Page<AuditEvent> events(Optional<ClientId> client, Optional<String> after, int limit);

    /**
     * Records an event that changed no client: no node drops cached state because of it.
     *
     * @throws UnavailableException when the store cannot be asked: then nothing is written
     */
    void note(ClientId client, Change event);
}
