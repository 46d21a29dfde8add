package dev.countersign.fetch;

import dev.countersign.auth.KeySetOrigin.Served;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The cache entry of one URL: the last good key set, parsed, and the outcome of later fetches. Guarded by the lock of
 * {@link KeySetCache}.
 */
final class CachedKeySet<S> {

    /** The part of a key set's life after which it is refreshed ahead of its end. */
    private static final double REFRESHED_AFTER = 0.8;

    /** How long an outdated key set is handed out as fresh, while a newer one is being fetched. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Instant NEVER = Instant.MIN;

    private final FetchLimits limits;

    /** By the monotonic clock, in nanoseconds: before any fetch. */
    private final long begunAt;

    private @Nullable S keySet;
    private long bytes;
    private Optional<String> etag = Optional.empty();
    private Duration lifetime = Duration.ZERO;
    private Instant at = NEVER;
    private Instant freshUntil = NEVER;

    private @Nullable PendingFetch<S> pending;
    private Instant askedAt = NEVER;
    private int failures;
    private Instant failedAt = NEVER;
    private Instant retryAt = NEVER;
    private Optional<String> error = Optional.empty();

    CachedKeySet(FetchLimits limits, long begunAt) {
        this.limits = limits;
        this.begunAt = begunAt;
    }

    @Nullable
    PendingFetch<S> pending() {
        return pending;
    }

    PendingFetch<S> start(KeySetUrl url, Instant now, long nanos) {
        Optional<String> validator = keySet == null ? Optional.empty() : etag;
        PendingFetch<S> begun = new PendingFetch<>(url, this, validator, nanos, new CountDownLatch(1));
        pending = begun;
        askedAt = now;
        return begun;
    }

    /** Undoes the start of a fetch that could not run. */
    void cancel(Instant before) {
        pending = null;
        askedAt = before;
    }

    Instant askedAt() {
        return askedAt;
    }

    Optional<S> keySet() {
        return Optional.ofNullable(keySet);
    }

    /** The heap bytes of the key set. */
    long bytes() {
        return bytes;
    }

    /** Whether any part of it may have been fetched before that reading of the monotonic clock. */
    boolean isBefore(long validSince) {
        return begunAt - validSince < 0;
    }

    /** Whether it is fresh, and not older than that. */
    boolean isFresh(Instant newerThan, Instant now) {
        return keySet != null && !now.isBefore(at) && now.isBefore(freshUntil) && !at.isBefore(newerThan);
    }

    /** Whether to refresh it, though it is still fresh. */
    boolean isDue(Instant now) {
        return !now.isBefore(refreshAt()) && mayAsk(now);
    }

    /** Whether it may serve while its origin fails. */
    boolean isUsable(Instant now) {
        return keySet != null && !now.isBefore(at) && now.isBefore(freshUntil.plus(limits.staleLimit()));
    }

    /** Whether its origin may be asked again, by the back-off. */
    boolean mayAsk(Instant now) {
        return failures == 0 || now.isBefore(failedAt) || !now.isBefore(retryAt);
    }

    /** Whether its origin may be asked again for an immediate answer, whatever the back-off. */
    boolean mayBeRefreshed(Instant now) {
        return now.isBefore(askedAt) || !now.isBefore(askedAt.plus(FetchLimits.MIN_REFRESH_INTERVAL));
    }

    /** Whether the interval between two refreshes because of an unknown kid is over. */
    boolean mayAskForNewer(Instant now) {
        return mayAsk(now) && (now.isBefore(askedAt) || !now.isBefore(askedAt.plus(limits.refreshInterval())));
    }

    Optional<String> error() {
        return error;
    }

    /** Ends its fetch with a response. */
    void succeed(OriginAnswer<S> answer, Instant asked, ToLongFunction<S> weigher) {
        if (answer instanceof OriginAnswer.Found<S> found) {
            keySet = found.keySet();
            bytes = weigher.applyAsLong(found.keySet());
            etag = found.etag();
            lifetime = limits.within(found.lifetime().orElse(limits.maxFresh()));
        } else if (answer instanceof OriginAnswer.Unchanged<S> unchanged) {
            lifetime = unchanged.lifetime().map(limits::within).orElse(lifetime);
        }
        at = asked;
        freshUntil = asked.plus(lifetime);
        failures = 0;
        error = Optional.empty();
        pending = null;
    }

    /** Ends its fetch with a failure. */
    void fail(String kind, Instant now) {
        failures++;
        failedAt = now;
        retryAt = now.plus(FetchLimits.backOff(failures));
        error = Optional.of(kind);
        pending = null;
    }

    /** The key set as callers get it; only when it is usable. */
    Served<S> served(Optional<String> why, Instant now) {
        S served = keySet;
        if (served == null) {
            throw new IllegalStateException("nothing is kept");
        }
        return new Served<>(served, at, believedUntil(now), why);
    }

    /** Early enough that a request at that time has it refreshed before its end. */
    private Instant believedUntil(Instant now) {
        Instant end = now.isBefore(freshUntil) ? freshUntil : freshUntil.plus(limits.staleLimit());
        if (now.isBefore(refreshAt())) {
            return earlier(refreshAt(), end);
        }
        return earlier(mayAsk(now) ? now.plus(SOON) : retryAt, end);
    }

    /** Not before the minimum life is over, so that no origin is asked more often than that. */
    private Instant refreshAt() {
        Duration most = Duration.ofMillis((long) (lifetime.toMillis() * REFRESHED_AFTER));
        Duration least = limits.within(Duration.ZERO);
        return at.equals(NEVER) ? NEVER : at.plus(most.compareTo(least) > 0 ? most : least);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
