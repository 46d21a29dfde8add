package dev.countersign.kit;

import java.time.Duration;
import java.time.Instant;

/**
 * An access token, and when to use it. Immutable.
 *
 * @param value what is sent as {@code Bearer}
 * @param since when it was asked for: a time before that means that the clock was set back, and counts for nothing
 * @param renewal from here on a new one is fetched
 * @param lastUse until here it may serve while no new one can be had; a little before its end, since it has a way to go
 */
record IssuedToken(String value, Instant since, Instant renewal, Instant lastUse) {

    /** Longest time that a token is kept, whatever life the server gives it. */
    static final Duration MAX_LIFE = Duration.ofDays(1);

    private static final int MARGIN_PART = 10;
    private static final Duration MAX_MARGIN = Duration.ofSeconds(30);
    private static final int LAST_USE_PART = 3;

    /** One that is renewed when a tenth of its life is left, at most 30 seconds before its end. */
    static IssuedToken of(String value, Instant since, Duration life) {
        Duration kept = shorter(life, MAX_LIFE);
        Duration margin = shorter(kept.dividedBy(MARGIN_PART), MAX_MARGIN);
        Instant end = since.plus(kept);
        return new IssuedToken(value, since, end.minus(margin), end.minus(margin.dividedBy(LAST_USE_PART)));
    }

    boolean isFresh(Instant now) {
        return isBetween(since, now, renewal);
    }

    boolean isUsable(Instant now) {
        return isBetween(since, now, lastUse);
    }

    private static boolean isBetween(Instant start, Instant now, Instant end) {
        return !now.isBefore(start) && now.isBefore(end);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The times, never the token. */
    @Override
    public String toString() {
        return "IssuedToken[until " + renewal + "]";
    }
}
