package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/**
 * An entry of the audit trail. Immutable.
 *
 * @param id increases with each event, in commit order over all nodes
 * @param client the client that it concerns; empty: no single client
 */
public record AuditEvent(long id, Instant at, String actor, String action, Optional<ClientId> client, String detail) {}
