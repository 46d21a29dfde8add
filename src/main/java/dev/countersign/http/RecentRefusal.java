package dev.countersign.http;

import dev.countersign.auth.Refusal;
import java.time.Instant;

/**
 * One refusal, as administrators see it later. Immutable.
 *
 * @param clientId whom the sender claimed to be; empty where nobody legible was named
 * @param method the name of an installed method, {@code other} or {@code none}
 * @param source the address that it came from
 */
public record RecentRefusal(Instant at, String clientId, String method, Refusal reason, String source) {}
