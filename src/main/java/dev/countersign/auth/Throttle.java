package dev.countersign.auth;

import dev.countersign.text.SourceNetwork;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Limits guessing of credentials: too many failed authentications from one source make that source wait, and no other
 * one, so that guessing does not lock the real client out elsewhere. Thread-safe.
 *
 * <p>Concurrent guesses are all judged before the first of them is counted, so the limit may be exceeded by the number
 * of request threads.
 */
public final class Throttle {

    /** Failures of one client name from one source within {@link #WINDOW} that start a wait. */
    public static final int MAX_FAILURES_OF_ONE = 10;

    /** Failures of one source, over all client names, within {@link #WINDOW} that start a wait. */
    public static final int MAX_FAILURES_IN_ALL = 100;

    public static final Duration WINDOW = Duration.ofMinutes(1);

    /** The first wait; each one after it is twice as long as the one before. */
    public static final Duration MIN_WAIT = Duration.ofMinutes(1);

    /** Also how long a pair's earlier waits are remembered after the latest one. */
    public static final Duration MAX_WAIT = Duration.ofMinutes(15);

    private static final int MAX_PAIRS = 100_000;
    private static final int MAX_SOURCES = 10_000;

    private final InstantSource clock;
    private final int maxPairs;

    /*
     * Each table is ordered by the last failure, the oldest first, so that expired entries are always at its beginning.
     * When a table is full, the oldest entry is evicted. Pairs that wait, or have waited, have a table of their own: to
     * evict one entry of `counted`, an attacker needs thousands of other guesses and regains nine, while evicting a
     * wait would pay off.
     */
    private final Map<Pair, Tally> counted = new LinkedHashMap<>();
    private final Map<Pair, Wait> waiting = new LinkedHashMap<>();
    private final Map<SourceNetwork, Tally> sources = new LinkedHashMap<>();

    /** Whether all tables are empty: then, as nearly always, requests need not take the lock. */
    private volatile boolean quiet = true;

    public Throttle(InstantSource clock) {
        this(clock, MAX_PAIRS);
    }

    Throttle(InstantSource clock, int maxPairs) {
        this.clock = clock;
        this.maxPairs = maxPairs;
    }

    /** How long {@code source} has to wait before it may try to be {@code client} again; empty: it may try now. */
    public Optional<Duration> delay(String client, InetAddress source) {
        if (quiet) {
            return Optional.empty();
        }
        long now = clock.millis();
        SourceNetwork network = SourceNetwork.of(source);
        synchronized (this) {
            Wait wait = waiting.get(new Pair(client, network));
            Tally all = sources.get(network);
            long longest = Math.max(wait == null ? 0 : wait.until - now, all == null ? 0 : all.fullUntil() - now);
            // Never more than the longest wait, even when the clock was set back.
            return longest <= 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(Math.min(longest, MAX_WAIT.toMillis())));
        }
    }

    /** {@code source} failed to prove that it is {@code client}. */
    public void failed(String client, InetAddress source) {
        long now = clock.millis();
        SourceNetwork network = SourceNetwork.of(source);
        Pair pair = new Pair(client, network);
        synchronized (this) {
            forgetThePast(now);
            Tally all = sources.remove(network);
            sources.put(network, (all == null ? new Tally(MAX_FAILURES_IN_ALL) : all).add(now));
            countPair(pair, now);
            makeRoom();
            quiet = false;
        }
    }

    /**
     * {@code source} has proved that it is {@code client}: its failures are reset, but not those of the same source as
     * other clients.
     */
    public void succeeded(String client, InetAddress source) {
        if (quiet) {
            return;
        }
        Pair pair = new Pair(client, SourceNetwork.of(source));
        synchronized (this) {
            counted.remove(pair);
            waiting.remove(pair);
            forgetThePast(clock.millis());
            quiet = counted.isEmpty() && waiting.isEmpty() && sources.isEmpty();
        }
    }

    /** How many (client, source) pairs are remembered. */
    synchronized int size() {
        return counted.size() + waiting.size();
    }

    private void countPair(Pair pair, long now) {
        Wait before = waiting.get(pair);
        if (before != null && now < before.until) {
            return; // was under way when the wait began
        }
        Tally tally = counted.remove(pair);
        tally = (tally == null ? new Tally(MAX_FAILURES_OF_ONE) : tally).add(now);
        if (tally.fullUntil() <= now) {
            counted.put(pair, tally);
            return;
        }
        waiting.remove(pair);
        waiting.put(pair, before == null ? Wait.first(now) : before.next(now));
    }

    private void forgetThePast(long now) {
        removeFirstWhile(counted, tally -> tally.newest() + WINDOW.toMillis() <= now);
        removeFirstWhile(sources, tally -> tally.newest() + WINDOW.toMillis() <= now);
        removeFirstWhile(waiting, wait -> wait.until + MAX_WAIT.toMillis() <= now);
    }

    private void makeRoom() {
        while (counted.size() + waiting.size() > maxPairs) {
            removeFirst(counted.isEmpty() ? waiting : counted);
        }
        while (sources.size() > MAX_SOURCES) {
            removeFirst(sources);
        }
    }

    private static void removeFirst(Map<?, ?> table) {
        Iterator<?> entries = table.keySet().iterator();
        entries.next();
        entries.remove();
    }

    private static <V> void removeFirstWhile(Map<?, V> table, Predicate<V> past) {
        Iterator<V> values = table.values().iterator();
        while (values.hasNext() && past.test(values.next())) {
            values.remove();
        }
    }

    /** One client name, tried from one source. */
    private record Pair(String client, SourceNetwork source) {}

    /** A ring of the times of the latest failures, as long as the limit of a window. */
    private static final class Tally {

        private final long[] times;
        private int added;

        Tally(int limit) {
            times = new long[limit];
        }

        Tally add(long now) {
            times[added % times.length] = now;
            added++;
            // Keeps the position and the knowledge that the ring is full, without ever overflowing.
            if (added == 2 * times.length) {
                added = times.length;
            }
            return this;
        }

        long newest() {
            return times[(added + times.length - 1) % times.length];
        }

        /**
         * The end of the excess: the instant at which the oldest failure in the ring leaves the window; in the past:
         * the limit is not reached.
         */
        long fullUntil() {
            return added < times.length ? 0 : times[added % times.length] + WINDOW.toMillis();
        }
    }

    /** A wait, running or over. */
    private record Wait(long until, Duration length) {

        static Wait first(long now) {
            return new Wait(now + MIN_WAIT.toMillis(), MIN_WAIT);
        }

        Wait next(long now) {
            Duration doubled = length.multipliedBy(2);
            Duration next = doubled.compareTo(MAX_WAIT) < 0 ? doubled : MAX_WAIT;
            return new Wait(now + next.toMillis(), next);
        }
    }
}
