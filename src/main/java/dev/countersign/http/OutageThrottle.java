package dev.countersign.http;

import dev.countersign.client.ClientId;
import dev.countersign.text.SourceNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers repeated requests during an outage without judging them: each (client, source) pair has its own short wait,
 * so that the end of the outage is noticed soon. Bounded. Thread-safe.
 */
final class OutageThrottle {

    /** Requests of one client from one source within {@link #WINDOW} that could not be judged and so start a wait. */
    static final int MAX_FAILURES = 10;

    static final Duration WINDOW = Duration.ofSeconds(2);

    static final Duration WAIT = Duration.ofSeconds(2);

    static final int MAX_PAIRS = 10_000;

    private final InstantSource clock;

    /** When the table is full, the pair that failed first is evicted. */
    private final Map<Pair, Count> counts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Count> eldest) {
            return size() > MAX_PAIRS;
        }
    };

    /** Whether the table is empty: then, as nearly always, requests need not take the lock. */
    private volatile boolean quiet = true;

    OutageThrottle(InstantSource clock) {
        this.clock = clock;
    }

    /** How long {@code source} has to wait before {@code client} is judged again; empty: it is judged now. */
    Optional<Duration> delay(ClientId client, InetAddress source) {
        if (quiet) {
            return Optional.empty();
        }
        Pair pair = new Pair(client, SourceNetwork.of(source));
        long now = clock.millis();
        synchronized (this) {
            Count count = current(pair, now);
            return count == null || count.failures < MAX_FAILURES
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(count.until - now));
        }
    }

    /** One more request of {@code client} from {@code source} could not be judged. */
    void failed(ClientId client, InetAddress source) {
        Pair pair = new Pair(client, SourceNetwork.of(source));
        long now = clock.millis();
        synchronized (this) {
            Count count = current(pair, now);
            int failures = count == null ? 1 : count.failures + 1;
            long until = count == null ? now + WINDOW.toMillis() : count.until;
            counts.put(pair, new Count(failures, failures == MAX_FAILURES ? now + WAIT.toMillis() : until));
            quiet = false;
        }
    }

    /** {@code client} was judged. */
    void succeeded(ClientId client, InetAddress source) {
        if (quiet) {
            return;
        }
        synchronized (this) {
            counts.remove(new Pair(client, SourceNetwork.of(source)));
            quiet = counts.isEmpty();
        }
    }

    /** The entry while it is valid; a clock that was set back does not prolong it. */
    private @Nullable Count current(Pair pair, long now) {
        Count count = counts.get(pair);
        if (count == null
                || (now < count.until && count.until - now <= WINDOW.plus(WAIT).toMillis())) {
            return count;
        }
        counts.remove(pair);
        quiet = counts.isEmpty();
        return null;
    }

    /** The number of pairs. */
    synchronized int size() {
        return counts.size();
    }

    private record Pair(ClientId client, SourceNetwork source) {}

    /**
     * The failures of one pair.
     *
     * @param until when this is forgotten, in milliseconds
     */
    private record Count(int failures, long until) {}
}
