package dev.countersign.client;

import java.time.Instant;

/**
 * One change that was made. Immutable.
 *
 * @param id rises with each change, in the order in which the changes were made on all nodes
 */
public record AuditEvent(long id, Instant at, String actor, String action, ClientId client, String detail) {}
