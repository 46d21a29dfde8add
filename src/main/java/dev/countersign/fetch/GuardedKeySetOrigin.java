package dev.countersign.fetch;

import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.KeySetOrigin;
import dev.countersign.auth.KeySetParser;
import dev.countersign.auth.Recency;
import dev.countersign.client.UnavailableException;
import dev.countersign.fetch.KeySetCache.Place;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.ssl.SSLContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches key sets over HTTPS from public addresses (OpenID Connect Core, section 10.1), keeps them, parsed, for as
 * long as their origins say (RFC 9111), and serves the last good one for a while when an origin fails. Thread-safe; a
 * request for a cached set does not wait.
 */
public final class GuardedKeySetOrigin<S> implements KeySetOrigin<S>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedKeySetOrigin.class);

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final FetchLimits limits;
    private final Set<Origin> listed;
    private final Function<S, List<KeyRemark>> remarks;
    private final InstantSource clock;
    private final NameService names;
    private final KeySetRequests<S> requests;
    private final KeySetCache<S> keySets;
    private final FetchSlots slots = new FetchSlots();
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(1, new FetchThreads("countersign-fetch-deadline"));

    /** The sockets of the running fetches. */
    private final Set<Sockets> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /**
     * Starts with an empty cache.
     *
     * @param parser parses the text of a key set; where it is none, the last good one goes on serving
     * @param remarks what is to be said about the keys of a set, for the log
     * @param weigher how many bytes of heap a parsed key set takes
     */
    public GuardedKeySetOrigin(
            FetchLimits limits,
            KeySetParser<S> parser,
            Function<S, List<KeyRemark>> remarks,
            ToLongFunction<S> weigher,
            InstantSource clock) {
        // The platform's trust anchors, and no client certificate.
        this(limits, parser, remarks, weigher, clock, InetAddress::getAllByName, SSLContexts.createDefault());
    }

    GuardedKeySetOrigin(
            FetchLimits limits,
            KeySetParser<S> parser,
            Function<S, List<KeyRemark>> remarks,
            ToLongFunction<S> weigher,
            InstantSource clock,
            NameService names,
            SSLContext trust) {
        this.limits = limits;
        this.listed = limits.allowedOrigins().stream().map(Origin::parse).collect(Collectors.toUnmodifiableSet());
        this.remarks = remarks;
        this.clock = clock;
        this.names = names;
        this.requests = new KeySetRequests<>(limits.timeout(), new KeySetResponses<>(limits.maxBytes(), parser), trust);
        this.keySets = new KeySetCache<>(
                limits,
                weigher,
                clock,
                System::nanoTime,
                fetch -> slots.submit(fetch.url().origin(), () -> run(fetch)));
        deadlines.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        deadlines.allowCoreThreadTimeOut(true);
        deadlines.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Served<S> get(URI url, Recency recency) {
        KeySetUrl target = checked(url);
        Recency wanted = recency.immediate() ? justNow(recency) : recency;
        return keySets.ready(target, wanted).orElseGet(() -> fetched(target, wanted));
    }

    @Override
    public Optional<String> forbidden(URI url) {
        try {
            KeySetUrl.parse(url, listed);
            return Optional.empty();
        } catch (FetchFailedException e) {
            return Optional.of(e.kind());
        }
    }

    /** Ends all fetches, and their threads. */
    @Override
    public void close() {
        closed = true;
        keySets.close();
        open.forEach(Sockets::close);
        slots.close();
        deadlines.shutdownNow();
    }

    private KeySetUrl checked(URI url) {
        try {
            return KeySetUrl.parse(url, listed);
        } catch (FetchFailedException e) {
            throw new UnavailableException("no key set from " + e.kind());
        }
    }

    /**
     * The result of a fetch that began less than this ago counts as current; an older result is handed out with the
     * reason why there is no newer one.
     */
    private Recency justNow(Recency recency) {
        Instant newerThan = clock.instant().minus(FetchLimits.MIN_REFRESH_INTERVAL);
        return new Recency(newerThan, true, recency.validSince());
    }

    private Served<S> fetched(KeySetUrl target, Recency wanted) {
        Optional<Place<S>> place = keySets.take(target, wanted);
        while (place.isPresent()) {
            Optional<Served<S>> served = await(place.get(), wanted);
            if (served.isPresent()) {
                return served.get();
            }
            // The first phase of the fetch is over: only a limited number may go on waiting.
            place = keySets.take(target, wanted);
        }
        return keySets.withoutFetch(target, wanted);
    }

    /** A request whose waiting time is over gets the cached set, as if the fetch had failed. */
    private Optional<Served<S>> await(Place<S> place, Recency wanted) {
        try {
            boolean over = place.fetch().await(place.nanos());
            return over || place.counted() ? Optional.of(keySets.outcome(place.fetch(), wanted)) : Optional.empty();
        } finally {
            keySets.giveBack(place);
        }
    }

    private void run(PendingFetch<S> fetch) {
        Instant asked = clock.instant();
        Sockets sockets = new Sockets();
        open.add(sockets);
        ScheduledFuture<?> deadline = deadlines.schedule(
                () -> giveUp(fetch, sockets), limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!closed) {
                CheckedAddresses addresses = CheckedAddresses.of(fetch.url(), names);
                succeeded(fetch, requests.send(fetch.url(), addresses, sockets, fetch.etag(), asked), asked);
            }
        } catch (FetchFailedException e) {
            failed(fetch, e.kind());
        } catch (RuntimeException | Error e) {
            failed(fetch, "it could not be asked (" + e.getClass().getSimpleName() + ")");
            throw e;
        } finally {
            deadline.cancel(false);
            open.remove(sockets);
            sockets.close();
        }
    }

    private void giveUp(PendingFetch<S> fetch, Sockets sockets) {
        failed(fetch, KeySetRequests.slow(limits.timeout()));
        sockets.close();
    }

    /** What is to be said about a set is logged when it is another than of the set before, not at each fetch. */
    private void succeeded(PendingFetch<S> fetch, OriginAnswer<S> answer, Instant asked) {
        List<KeyRemark> before = keySets.kept(fetch).map(remarks).orElse(List.of());
        if (keySets.succeed(fetch, answer, asked) && answer instanceof OriginAnswer.Found<S> found) {
            List<KeyRemark> now = remarks.apply(found.keySet());
            if (!now.isEmpty() && !now.equals(before)) {
                LOG.warn("key set from {}: {}", fetch.url().origin(), KeyRemark.sentences(now));
            }
        }
    }

    private void failed(PendingFetch<S> fetch, String kind) {
        if (keySets.fail(fetch, kind)) {
            // Otherwise the requests that need the set are answered 503, and say so in their own lines.
            LOG.warn(
                    "no key set from {}, the one from before is used on: {}",
                    fetch.url().origin(),
                    kind);
        }
    }
}
