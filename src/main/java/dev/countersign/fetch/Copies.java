package dev.countersign.fetch;

import dev.countersign.auth.KeySetOrigin.Document;
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
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/**
 * The copies of all key sets, and who is on the way to fetch which; those that were not asked for the longest go first. Never waits. Thread-safe.
 */
final class Copies {

    private static final String TOO_BUSY = "too many other fetches are under way";

    private final FetchLimits limits;
    private final InstantSource clock;

    /** Throws {@link RejectedExecutionException} when it cannot. */
    private final Consumer<Flight> start;

    /** The longest unused first. */
    private final Map<URI, Copy> copies = new LinkedHashMap<>(16, 0.75F, true);

    private final Set<Flight> flights = new HashSet<>();

    /** Of all copies in the map, in characters. */
    private long kept;

    private boolean closed;

    Copies(FetchLimits limits, InstantSource clock, Consumer<Flight> start) {
        this.limits = limits;
        this.clock = clock;
        this.start = start;
    }

    /** The copy, where it is fresh enough or may not be replaced now; where it will soon be too old, a newer one is sent for. Empty: somebody has to wait. */
    synchronized Optional<Document> ready(KeySetUrl url, Instant newerThan) {
        Instant now = clock.instant();
        Copy copy = copies.get(url.uri());
        if (copy == null) {
            return Optional.empty();
        }
        if (copy.isFresh(newerThan, now)) {
            if (copy.flight() == null && copy.isDue(now)) {
                send(url, copy, now);
            }
            return Optional.of(copy.document(copy.error(), now));
        }
        return copy.flight() != null || mayAsk(copy, now)
                ? Optional.empty()
                : Optional.of(bestOf(copy, url, copy.error(), now));
    }

    /** The fetch to wait for; a new one, where none is under way. Empty: none can begin, or it is not needed any more. */
    synchronized Optional<Flight> flight(KeySetUrl url, Instant newerThan) {
        return flight(url, (copy, now) -> !copy.isFresh(newerThan, now) && mayAsk(copy, now));
    }

    /** The same for somebody who insists. Empty: none can begin, or the latest one began just now. */
    synchronized Optional<Flight> refresh(KeySetUrl url) {
        return flight(url, Copy::mayBeRefreshed);
    }

    /** What came of a fetch, for somebody who waited for it. */
    synchronized Document outcome(Flight flight, Instant newerThan) {
        Instant now = clock.instant();
        Copy copy = flight.copy();
        Optional<String> error = flight.isOver() ? copy.error() : Optional.of("it has not answered in time");
        return copy.isFresh(newerThan, now) ? copy.document(copy.error(), now) : bestOf(copy, flight.url(), error, now);
    }

    /** What there is for somebody who could not wait. */
    synchronized Document withoutFetch(KeySetUrl url, Instant newerThan) {
        Instant now = clock.instant();
        Copy copy = copies.getOrDefault(url.uri(), new Copy(limits));
        return copy.isFresh(newerThan, now)
                ? copy.document(copy.error(), now)
                : bestOf(copy, url, copy.error().or(() -> Optional.of(TOO_BUSY)), now);
    }

    /** A fetch went well. */
    synchronized void land(Flight flight, Answer answer, Instant asked) {
        if (!flights.remove(flight)) {
            return;
        }
        Copy copy = flight.copy();
        int before = copy.size();
        copy.accept(answer, asked);
        if (copies.get(flight.url().uri()) == copy) {
            kept += copy.size() - before;
            trim(copy);
        }
        flight.over().countDown();
    }

    /** A fetch went badly. False: it was over already. */
    synchronized boolean crash(Flight flight, String kind) {
        if (!flights.remove(flight)) {
            return false;
        }
        flight.copy().fail(kind, clock.instant());
        flight.over().countDown();
        return true;
    }

    /** A fetch that is under way for it goes on for those who wait, and leaves nothing behind. */
    synchronized void forget(URI url) {
        Copy copy = copies.remove(url);
        if (copy != null) {
            kept -= copy.size();
        }
    }

    /** Nobody waits any longer. */
    synchronized void close() {
        closed = true;
        Set.copyOf(flights).forEach(flight -> crash(flight, "the application is being stopped"));
        copies.clear();
        kept = 0;
    }

    synchronized int size() {
        return copies.size();
    }

    synchronized long kept() {
        return kept;
    }

    private Optional<Flight> flight(KeySetUrl url, BiPredicate<Copy, Instant> due) {
        Instant now = clock.instant();
        Copy copy = copies.computeIfAbsent(url.uri(), any -> new Copy(limits));
        if (copy.flight() == null && due.test(copy, now)) {
            send(url, copy, now);
        }
        Optional<Flight> flight = Optional.ofNullable(copy.flight());
        trim(copy);
        return flight;
    }

    private static boolean mayAsk(Copy copy, Instant now) {
        return copy.isFresh(Instant.MIN, now) ? copy.mayAskForNewer(now) : copy.mayAsk(now);
    }

    private void send(KeySetUrl url, Copy copy, Instant now) {
        if (closed) {
            return;
        }
        Instant before = copy.askedAt();
        Flight flight = copy.takeOff(url, now);
        try {
            start.accept(flight);
            flights.add(flight);
        } catch (RejectedExecutionException e) {
            // The origin cannot help it: this does not count against it.
            copy.cancel(before);
        }
    }

    private static Document bestOf(Copy copy, KeySetUrl url, Optional<String> error, Instant now) {
        if (copy.isUsable(now)) {
            return copy.document(error, now);
        }
        throw new UnavailableException("no key set from " + url.origin() + ": " + error.orElse(TOO_BUSY));
    }

    private void trim(Copy latest) {
        Iterator<Copy> eldest = copies.values().iterator();
        while (isTooMuch() && eldest.hasNext()) {
            Copy copy = eldest.next();
            if (copy != latest) {
                kept -= copy.size();
                eldest.remove();
            }
        }
    }

    private boolean isTooMuch() {
        return copies.size() > FetchLimits.URLS || kept > FetchLimits.KEPT_TEXT;
    }
}
