package dev.countersign.client;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that was done. Immutable.
 *
 * @param id rises with each event, in the order in which things were done on all nodes
 * @param client to which client; empty: to none in particular
 */
public record AuditEvent(long id, Instant at, String actor, String action, Optional<ClientId> client, String detail) {}
