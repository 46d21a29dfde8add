package dev.countersign.fetch;

import dev.countersign.auth.KeySetOrigin;
import dev.countersign.client.UnavailableException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.apache.hc.core5.ssl.SSLContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches key sets over HTTPS from public addresses (OpenID Connect Core, section 10.1), keeps them for as long as their origins say (RFC 9111), and serves the
 * last good one for a while when an origin fails. Thread-safe; who asks for what is kept waits for nobody.
 */
public final class GuardedKeySetOrigin implements KeySetOrigin, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GuardedKeySetOrigin.class);

    /** Beyond the limit of a fetch, for those who wait for one: its own end is to come first. */
    private static final Duration GRACE = Duration.ofMillis(500);

    private static final Duration IDLE = Duration.ofSeconds(10);

    private final FetchLimits limits;
    private final Set<Origin> listed;
    private final InstantSource clock;
    private final NameService names;
    private final KeySetRequests requests;
    private final Copies copies;
    private final WaitingRoom waiting = new WaitingRoom();
    private final Lanes lanes = new Lanes();
    private final ScheduledThreadPoolExecutor deadlines =
            new ScheduledThreadPoolExecutor(1, new FetchThreads("countersign-fetch-deadline"));

    /** Of the fetches that are under way. */
    private final Set<Sockets> open = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /**
     * Knows nothing yet.
     *
     * @param keySet whether a text is a key set at all: where it is not, the last good one goes on serving
     */
    public GuardedKeySetOrigin(FetchLimits limits, Predicate<String> keySet, InstantSource clock) {
        // The platform's trust anchors, and no certificate of our own.
        this(limits, keySet, clock, InetAddress::getAllByName, SSLContexts.createDefault());
    }

    GuardedKeySetOrigin(
            FetchLimits limits, Predicate<String> keySet, InstantSource clock, NameService names, SSLContext trust) {
        this.limits = limits;
        this.listed = limits.allowedOrigins().stream().map(Origin::parse).collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
        this.names = names;
        this.requests = new KeySetRequests(limits.timeout(), new KeySetResponses(limits.maxBytes(), keySet), trust);
        this.copies =
                new Copies(limits, clock, flight -> lanes.submit(flight.url().origin(), () -> fetch(flight)));
        deadlines.setKeepAliveTime(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        deadlines.allowCoreThreadTimeOut(true);
        deadlines.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Document get(URI url, Instant newerThan) {
        KeySetUrl target = checked(url);
        Optional<Document> ready = copies.ready(target, newerThan);
        if (ready.isPresent()) {
            return ready.get();
        }
        return fetched(target, newerThan, () -> copies.flight(target, newerThan));
    }

    @Override
    public Document refresh(URI url) {
        KeySetUrl target = checked(url);
        // What a fetch brought that began less than this ago is new; of what is older, it is said why there is nothing
        // newer.
        Instant newerThan = clock.instant().minus(FetchLimits.BETWEEN_REFRESHES);
        return fetched(target, newerThan, () -> copies.refresh(target));
    }

    @Override
    public void forget(URI url) {
        copies.forget(url);
    }

    /** Ends all fetches, and their threads. */
    @Override
    public void close() {
        closed = true;
        copies.close();
        open.forEach(Sockets::close);
        lanes.close();
        deadlines.shutdownNow();
    }

    Copies copies() {
        return copies;
    }

    private KeySetUrl checked(URI url) {
        try {
            return KeySetUrl.parse(url, listed);
        } catch (FetchFailedException e) {
            throw new UnavailableException("no key set from " + e.kind());
        }
    }

    private Document fetched(KeySetUrl target, Instant newerThan, Supplier<Optional<Flight>> begin) {
        // Before a fetch begins, so that nobody begins one whom nobody lets wait for it.
        if (!waiting.enter(target.origin())) {
            return copies.withoutFetch(target, newerThan);
        }
        try {
            Optional<Flight> flight = begin.get();
            return flight.isPresent() ? await(flight.get(), newerThan) : copies.withoutFetch(target, newerThan);
        } finally {
            waiting.leave(target.origin());
        }
    }

    private Document await(Flight flight, Instant newerThan) {
        try {
            // Who waits too long gets what there is, just as if the fetch had failed.
            flight.over().await(limits.timeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return copies.outcome(flight, newerThan);
    }

    private void fetch(Flight flight) {
        Instant asked = clock.instant();
        Sockets sockets = new Sockets();
        open.add(sockets);
        ScheduledFuture<?> deadline = deadlines.schedule(
                () -> giveUp(flight, sockets), limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        try {
            if (!closed) {
                CheckedAddresses addresses = CheckedAddresses.of(flight.url(), names);
                copies.land(flight, requests.send(flight.url(), addresses, sockets, flight.etag(), asked), asked);
            }
        } catch (FetchFailedException e) {
            failed(flight, e.kind());
        } catch (RuntimeException | Error e) {
            failed(flight, "it could not be asked (" + e.getClass().getSimpleName() + ")");
            throw e;
        } finally {
            deadline.cancel(false);
            open.remove(sockets);
            sockets.close();
        }
    }

    private void giveUp(Flight flight, Sockets sockets) {
        failed(flight, KeySetRequests.slow(limits.timeout()));
        sockets.close();
    }

    private void failed(Flight flight, String kind) {
        if (copies.crash(flight, kind)) {
            LOG.warn("no key set from {}: {}", flight.url().origin(), kind);
        }
    }
}
