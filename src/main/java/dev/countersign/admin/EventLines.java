package dev.countersign.admin;

import dev.countersign.client.AuditEvent;
import dev.countersign.client.AuditTrail;
import dev.countersign.client.ClientId;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The audit trail as JSON Lines, the oldest event first. Read from the store page by page, each with a connection of
 * its own, and only when the reader has taken the page before: a slow reader holds no connection. Used by one thread.
 */
final class EventLines implements Answer.Stream {

    /** Per page: the memory that an export takes. */
    private static final int EVENTS = 500;

    private final AuditTrail audit;
    private final Optional<ClientId> client;
    private List<AuditEvent> page;

    /** Reads the first page, so that an outage of the store is an answer of its own. */
    EventLines(AuditTrail audit, Optional<ClientId> client, long after) {
        this.audit = audit;
        this.client = client;
        this.page = audit.following(client, after, EVENTS);
    }

    /**
     * Ends with the last event.
     *
     * @throws dev.countersign.client.UnavailableException when the store cannot be asked for a later page: the answer
     *     is then to be broken off
     */
    @Override
    public void writeTo(OutputStream out) throws IOException {
        while (!page.isEmpty()) {
            for (AuditEvent event : page) {
                out.write(JsonText.of(EventCalls.Event.of(event)));
                out.write('\n');
            }
            // What is in a container's buffer only could not be told from an answer that never began.
            out.flush();
            page = audit.following(client, page.get(page.size() - 1).id(), EVENTS);
        }
    }
}
