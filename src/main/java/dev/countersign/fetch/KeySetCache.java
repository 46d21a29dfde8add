package dev.countersign.fetch;

import dev.countersign.auth.KeySetOrigin.Served;
import dev.countersign.auth.Recency;
import dev.countersign.client.UnavailableException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The parsed key sets by URL, the fetches that are under way for them, one per URL, and the requests that wait for
 * these. The least recently used key sets are evicted first. Never blocks. Thread-safe.
 */
final class KeySetCache<S> {

    private static final String TOO_BUSY = "too many other fetches are under way";

    private final FetchLimits limits;
    private final ToLongFunction<S> weigher;
    private final InstantSource clock;
    private final LongSupplier nanoTime;

    /** Starts a fetch; throws {@link RejectedExecutionException} when none can be started. */
    private final Consumer<PendingFetch<S>> start;

    /** Ordered from the least recently used one. */
    private final Map<URI, CachedKeySet<S>> keySets = new LinkedHashMap<>(16, 0.75F, true);

    private final Set<PendingFetch<S>> pending = new HashSet<>();
    private final WaitingLimit waiting = new WaitingLimit();

    /** The heap bytes of all key sets in the map and their URLs. */
    private long kept;

    private boolean closed;

    /**
     * Creates an empty cache.
     *
     * @param weigher how many bytes of heap a key set takes
     * @param nanoTime such as {@code System::nanoTime}
     * @param start runs a fetch, which is to end with {@link #succeed} or {@link #fail}
     */
    KeySetCache(
            FetchLimits limits,
            ToLongFunction<S> weigher,
            InstantSource clock,
            LongSupplier nanoTime,
            Consumer<PendingFetch<S>> start) {
        this.limits = limits;
        this.weigher = weigher;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.start = start;
    }

    /**
     * The cached key set, where it is fresh enough or may not be replaced now; shortly before its end, a newer one is
     * fetched in the background. Empty: the request has to wait for a fetch.
     */
    synchronized Optional<Served<S>> ready(KeySetUrl url, Recency recency) {
        Instant now = clock.instant();
        CachedKeySet<S> cached = valid(url, recency);
        if (cached == null || recency.immediate()) {
            return Optional.empty();
        }
        if (cached.isFresh(recency.newerThan(), now)) {
            if (cached.pending() == null && cached.isDue(now)) {
                start(url, cached, now);
            }
            return Optional.of(cached.served(cached.error(), now));
        }
        return cached.pending() != null || mayAsk(cached, now)
                ? Optional.empty()
                : Optional.of(bestOf(cached, url, cached.error(), now));
    }

    /**
     * A place to wait for a fetch: for the running one, or else for a new one. Empty: no fetch is needed any more, none
     * can start, or too many requests wait. A counted place must be given back by its request.
     */
    synchronized Optional<Place<S>> take(KeySetUrl url, Recency recency) {
        Instant now = clock.instant();
        CachedKeySet<S> cached = valid(url, recency);
        if (cached == null) {
            cached = begin(url.uri());
        }
        Optional<Place<S>> place = take(url, cached, recency, now);
        trim(cached);
        return place;
    }

    synchronized void giveBack(Place<S> place) {
        if (place.counted()) {
            waiting.leave(place.fetch().url());
        }
    }

    /** The result of a fetch, for a request that waited for it. */
    synchronized Served<S> outcome(PendingFetch<S> fetch, Recency recency) {
        Instant now = clock.instant();
        CachedKeySet<S> cached = fetch.cached();
        Optional<String> error = fetch.isOver() ? cached.error() : Optional.of("it has not answered in time");
        return cached.isFresh(recency.newerThan(), now)
                ? cached.served(cached.error(), now)
                : bestOf(cached, fetch.url(), error, now);
    }

    /** The cached key set, for a request that cannot wait. */
    synchronized Served<S> withoutFetch(KeySetUrl url, Recency recency) {
        Instant now = clock.instant();
        CachedKeySet<S> cached = valid(url, recency);
        if (cached == null) {
            throw unavailable(url, TOO_BUSY);
        }
        return cached.isFresh(recency.newerThan(), now)
                ? cached.served(cached.error(), now)
                : bestOf(cached, url, cached.error().or(() -> Optional.of(TOO_BUSY)), now);
    }

    /** The key set from before this fetch. */
    synchronized Optional<S> kept(PendingFetch<S> fetch) {
        return fetch.cached().keySet();
    }

    /** Ends a fetch with a response. False: it was over already. */
    synchronized boolean succeed(PendingFetch<S> fetch, OriginAnswer<S> answer, Instant asked) {
        if (!pending.remove(fetch)) {
            return false;
        }
        CachedKeySet<S> cached = fetch.cached();
        long before = cached.bytes();
        cached.succeed(answer, asked, weigher);
        if (keySets.get(fetch.url().uri()) == cached) {
            kept += cached.bytes() - before;
            trim(cached);
        }
        fetch.over().countDown();
        return true;
    }

    /** Ends a fetch with a failure, unless it is over already. True: an older key set serves on. */
    synchronized boolean fail(PendingFetch<S> fetch, String kind) {
        if (!pending.remove(fetch)) {
            return false;
        }
        Instant now = clock.instant();
        fetch.cached().fail(kind, now);
        fetch.over().countDown();
        return fetch.cached().isUsable(now);
    }

    /** Ends all fetches, so that no request waits any longer. */
    synchronized void close() {
        closed = true;
        Set.copyOf(pending).forEach(fetch -> fail(fetch, "the application is being stopped"));
        keySets.clear();
        kept = 0;
    }

    synchronized int size() {
        return keySets.size();
    }

    synchronized long kept() {
        return kept;
    }

    /**
     * The entry of this URL. An entry from before the latest invalidation is dropped; its running fetch goes on for the
     * requests that wait for it, and its result is not cached.
     */
    private @Nullable CachedKeySet<S> valid(KeySetUrl url, Recency recency) {
        CachedKeySet<S> cached = keySets.get(url.uri());
        if (cached != null && cached.isBefore(recency.validSince())) {
            keySets.remove(url.uri());
            kept -= weight(url.uri(), cached);
            return null;
        }
        return cached;
    }

    private CachedKeySet<S> begin(URI url) {
        CachedKeySet<S> cached = new CachedKeySet<>(limits, nanoTime.getAsLong());
        keySets.put(url, cached);
        kept += weight(url, cached);
        return cached;
    }

    private Optional<Place<S>> take(KeySetUrl url, CachedKeySet<S> cached, Recency recency, Instant now) {
        PendingFetch<S> underWay = cached.pending();
        if (underWay != null && freeNanos(underWay) > 0) {
            return Optional.of(new Place<>(underWay, false, freeNanos(underWay)));
        }
        // The place first, so that no request starts a fetch that it cannot wait for.
        boolean worthWaiting = underWay != null || isDue(cached, recency, now);
        if (!worthWaiting || !waiting.enter(url)) {
            return Optional.empty();
        }
        if (underWay == null) {
            start(url, cached, now);
        }
        PendingFetch<S> fetch = cached.pending();
        if (fetch == null) {
            waiting.leave(url);
            return Optional.empty();
        }
        return Optional.of(new Place<>(fetch, true, limits.patience().toNanos()));
    }

    /** How long every request may still wait for it, without being counted. */
    private long freeNanos(PendingFetch<S> fetch) {
        return FetchLimits.FREE_WAIT.toNanos() - (nanoTime.getAsLong() - fetch.startedAt());
    }

    private static boolean isDue(CachedKeySet<?> cached, Recency recency, Instant now) {
        return recency.immediate()
                ? cached.mayBeRefreshed(now)
                : !cached.isFresh(recency.newerThan(), now) && mayAsk(cached, now);
    }

    private static boolean mayAsk(CachedKeySet<?> cached, Instant now) {
        return cached.isFresh(Instant.MIN, now) ? cached.mayAskForNewer(now) : cached.mayAsk(now);
    }

    private void start(KeySetUrl url, CachedKeySet<S> cached, Instant now) {
        if (closed) {
            return;
        }
        Instant before = cached.askedAt();
        PendingFetch<S> fetch = cached.start(url, now, nanoTime.getAsLong());
        try {
            start.accept(fetch);
            pending.add(fetch);
        } catch (RejectedExecutionException e) {
            // Not a failure of the origin, so it does not count for its back-off.
            cached.cancel(before);
        }
    }

    private static <S> Served<S> bestOf(CachedKeySet<S> cached, KeySetUrl url, Optional<String> error, Instant now) {
        if (cached.isUsable(now)) {
            return cached.served(error, now);
        }
        throw unavailable(url, error.orElse(TOO_BUSY));
    }

    private static UnavailableException unavailable(KeySetUrl url, String error) {
        return new UnavailableException("no key set from " + url.origin() + ": " + error);
    }

    private static long weight(URI url, CachedKeySet<?> cached) {
        return FetchLimits.URL_BYTES
                + (long) FetchLimits.BYTES_PER_URL_CHAR * url.toString().length()
                + cached.bytes();
    }

    private void trim(CachedKeySet<S> latest) {
        Iterator<Map.Entry<URI, CachedKeySet<S>>> eldest = keySets.entrySet().iterator();
        while (isTooMuch() && eldest.hasNext()) {
            Map.Entry<URI, CachedKeySet<S>> entry = eldest.next();
            if (entry.getValue() != latest) {
                kept -= weight(entry.getKey(), entry.getValue());
                eldest.remove();
            }
        }
    }

    private boolean isTooMuch() {
        return keySets.size() > FetchLimits.MAX_URLS || kept > FetchLimits.MAX_KEPT_BYTES;
    }

    /**
     * A permission to wait.
     *
     * @param counted whether it counts for the limits; the others are for the first phase of a fetch only
     * @param nanos the longest wait
     */
    record Place<S>(PendingFetch<S> fetch, boolean counted, long nanos) {}
}
