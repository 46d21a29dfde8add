package dev.countersign.client;

import java.util.List;
import java.util.Optional;

/** Reads the audit trail, backwards and forwards, and records events that change no client. Thread-safe. */
public interface AuditTrail {

    /**
     * One page of the trail, the newest event first.
     *
     * @param client only events of this client, which need not exist any longer; empty: all events, also those of no
     *     client
     * @param after where the page before ended, as its {@link Page#next()} said
     * @throws IllegalArgumentException when {@code after} did not come from such a page
     * @throws UnavailableException when the store cannot be asked
     */
    Page<AuditEvent> events(Optional<ClientId> client, Optional<String> after, int limit);

    /**
     * The events after one, the oldest first; an empty list: there are none yet.
     *
     * @param client only events of this client; empty: all events
     * @param after the id of an event, which need not exist any longer; 0: from the oldest on
     * @param limit the most events; a larger limit than the store's own is cut
     * @throws UnavailableException when the store cannot be asked
     */
    List<AuditEvent> following(Optional<ClientId> client, long after, int limit);

    /**
     * Records an event that changed no client: no node drops cached state because of it.
     *
     * @throws UnavailableException when the store cannot be asked: then nothing is written
     */
    void note(ClientId client, Change event);
}
