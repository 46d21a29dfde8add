package dev.countersign.client;

import java.util.Optional;

/** Tells what was done, the newest first, and takes down what changes nothing. Thread-safe. */
public interface AuditTrail {

    /**
     * One page of the trail.
     *
     * @param client only events of this client, which need not exist any longer; empty: of all, and of none in particular
     * @param after where the page before ended, as its {@link Page#next()} said
     * @throws IllegalArgumentException when {@code after} did not come from such a page
     * @throws UnavailableException when the store cannot be asked
     */
    Page<AuditEvent> events(Optional<ClientId> client, Optional<String> after, int limit);

    /**
     * Writes down that something was done that changed nothing: nobody forgets anything because of it.
     *
     * @throws UnavailableException when the store cannot be asked: then nothing is written
     */
    void note(ClientId client, Change event);
}
