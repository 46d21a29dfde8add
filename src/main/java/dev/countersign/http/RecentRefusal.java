package dev.countersign.http;

import java.time.Instant;
import java.util.Optional;

/**
 * One request that was not granted, as administrators see it later. Immutable.
 *
 * @param clientId the client that the sender claimed to be; empty: no valid client id was sent
 * @param method the name of an installed method, {@code other} or {@code none}
 * @param reason the name of a {@link dev.countersign.auth.Refusal}, or {@link #UNAVAILABLE}
 * @param source the address that it came from
 * @param cause why it was undecided; without any part of what was sent
 */
public record RecentRefusal(
        Instant at,
        String clientId,
        String method,
        Outcome outcome,
        String reason,
        String source,
        Optional<String> cause) {

    /** The reason of a request that could not be judged. */
    public static final String UNAVAILABLE = "UNAVAILABLE";

    /** What the sender was answered. */
    public enum Outcome {
        /** 400 to 429. */
        REFUSED,
        /** 503: it was not judged. */
        UNAVAILABLE
    }
}
