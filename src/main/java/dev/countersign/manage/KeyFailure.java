package dev.countersign.manage;

import dev.countersign.client.ClientId;
import java.time.Instant;

/**
 * The latest failure of this node to get the keys of a client, after which none has succeeded. Immutable.
 *
 * @param at when they were last asked for in vain
 * @param cause safe to show
 * @param cached whether older keys of the client are in use meanwhile
 */
public record KeyFailure(ClientId client, Instant at, String cause, boolean cached) {}
