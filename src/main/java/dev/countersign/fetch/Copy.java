package dev.countersign.fetch;

import dev.countersign.auth.KeySetOrigin.Document;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** What is kept of one URL: the last good key set, and how asking for a newer one went. Guarded by the lock of {@link Copies}. */
final class Copy {

    /** An origin that has no key set has no keys. */
    private static final String EMPTY_SET = "{\"keys\":[]}";

    /** Of its life: after that, a newer one is fetched before it is needed. */
    private static final double REFRESHED_AFTER = 0.8;

    /** How soon whoever got this copy is to ask again while a newer one is on its way. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Instant NEVER = Instant.MIN;

    private final FetchLimits limits;

    private @Nullable String text;
    private Optional<String> etag = Optional.empty();
    private Duration lifetime = Duration.ZERO;
    private Instant at = NEVER;
    private Instant freshUntil = NEVER;

    private @Nullable Flight flight;
    private Instant askedAt = NEVER;
    private int failures;
    private Instant failedAt = NEVER;
    private Instant retryAt = NEVER;
    private Optional<String> error = Optional.empty();

    Copy(FetchLimits limits) {
        this.limits = limits;
    }

    @Nullable
    Flight flight() {
        return flight;
    }

    Flight takeOff(KeySetUrl url, Instant now) {
        Flight begun = new Flight(url, this, text == null ? Optional.empty() : etag, new CountDownLatch(1));
        flight = begun;
        askedAt = now;
        return begun;
    }

    /** As if it had never taken off. */
    void cancel(Instant before) {
        flight = null;
        askedAt = before;
    }

    Instant askedAt() {
        return askedAt;
    }

    /** In characters. */
    int size() {
        return text == null ? 0 : text.length();
    }

    /** Whether it may be believed, and is not older than that. */
    boolean isFresh(Instant newerThan, Instant now) {
        return text != null && !now.isBefore(at) && now.isBefore(freshUntil) && !at.isBefore(newerThan);
    }

    /** Whether it is time to fetch a newer one, though this one is fresh. */
    boolean isDue(Instant now) {
        return !now.isBefore(refreshAt()) && mayAsk(now);
    }

    /** Whether it serves while there is nothing better. */
    boolean isUsable(Instant now) {
        return text != null && !now.isBefore(at) && now.isBefore(freshUntil.plus(limits.staleLimit()));
    }

    /** Whether its origin may be asked again, after what happened the last time. */
    boolean mayAsk(Instant now) {
        return failures == 0 || now.isBefore(failedAt) || !now.isBefore(retryAt);
    }

    /** Whether its origin may be asked again for somebody who insists, whatever happened before. */
    boolean mayBeRefreshed(Instant now) {
        return now.isBefore(askedAt) || !now.isBefore(askedAt.plus(FetchLimits.BETWEEN_REFRESHES));
    }

    /** Whether the interval for those who look for keys that are not in it is over. */
    boolean mayAskForNewer(Instant now) {
        return mayAsk(now) && (now.isBefore(askedAt) || !now.isBefore(askedAt.plus(limits.refreshInterval())));
    }

    Optional<String> error() {
        return error;
    }

    /** Ends its flight well. */
    void accept(Answer answer, Instant asked) {
        if (answer instanceof Answer.Found found) {
            text = found.text();
            etag = found.etag();
            lifetime = limits.within(found.lifetime().orElse(limits.longestFresh()));
        } else if (answer instanceof Answer.Unchanged unchanged) {
            lifetime = unchanged.lifetime().map(limits::within).orElse(lifetime);
        } else {
            text = EMPTY_SET;
            etag = Optional.empty();
            lifetime = limits.within(Duration.ZERO);
        }
        at = asked;
        freshUntil = asked.plus(lifetime);
        failures = 0;
        error = Optional.empty();
        flight = null;
    }

    /** Ends its flight badly. */
    void fail(String kind, Instant now) {
        failures++;
        failedAt = now;
        retryAt = now.plus(FetchLimits.backOff(failures));
        error = Optional.of(kind);
        flight = null;
    }

    /** The copy as it is handed out; only when it is usable. */
    Document document(Optional<String> why, Instant now) {
        String json = text;
        if (json == null) {
            throw new IllegalStateException("nothing is kept");
        }
        return new Document(json, at, believedUntil(now), why);
    }

    /** Whoever keeps it is to ask again in time for us to refresh it. */
    private Instant believedUntil(Instant now) {
        Instant end = now.isBefore(freshUntil) ? freshUntil : freshUntil.plus(limits.staleLimit());
        if (now.isBefore(refreshAt())) {
            return earlier(refreshAt(), end);
        }
        return earlier(mayAsk(now) ? now.plus(SOON) : retryAt, end);
    }

    /** Not before the shortest life is over, so that no origin is asked more often than that. */
    private Instant refreshAt() {
        Duration most = Duration.ofMillis((long) (lifetime.toMillis() * REFRESHED_AFTER));
        Duration least = limits.within(Duration.ZERO);
        return at.equals(NEVER) ? NEVER : at.plus(most.compareTo(least) > 0 ? most : least);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
