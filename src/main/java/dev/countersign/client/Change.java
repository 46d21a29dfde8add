package dev.countersign.client;

/**
 * Actor and action of a change: becomes an {@link AuditEvent} in the same transaction. Immutable.
 *
 * @param actor {@code person:<name>}, {@code client:<id>}, {@code jmx} or {@code system}
 * @param action a fixed word such as {@code client.create}
 * @param detail a short text for people; never a credential
 */
public record Change(String actor, String action, String detail) {}
