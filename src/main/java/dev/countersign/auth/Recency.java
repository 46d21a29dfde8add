package dev.countersign.auth;

import java.time.Instant;

/**
 * The freshness that a request for keys demands. Immutable.
 *
 * @param newerThan keys that were fetched before that instant are not new enough; a source with a minimum interval
 *     between fetches may still answer with older keys
 * @param immediate whether the source is to be asked now, even when cached keys are fresh
 * @param validSince a reading of {@link System#nanoTime()}: results of fetches that began before it are void, whether
 *     cached, under way or failed
 */
public record Recency(Instant newerThan, boolean immediate, long validSince) {

    /** Any fresh keys that were fetched since {@code validSince}. */
    public static Recency since(long validSince) {
        return new Recency(Instant.MIN, false, validSince);
    }

    /** Newer than keys that lacked the kid. */
    public static Recency after(Instant at, long validSince) {
        return new Recency(at.plusNanos(1), false, validSince);
    }

    /** Fetched from the source now. */
    public static Recency immediate(long validSince) {
        return new Recency(Instant.MIN, true, validSince);
    }
}
