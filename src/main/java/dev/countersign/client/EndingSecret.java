package dev.countersign.client;

import java.time.Instant;

/**
 * A secret that ends by itself. Immutable.
 *
 * @param id of the secret
 * @param label what the administrator calls it; may be empty
 * @param expiresAt the first instant at which it no longer works
 */
public record EndingSecret(ClientId client, String id, String label, Instant expiresAt) {}
