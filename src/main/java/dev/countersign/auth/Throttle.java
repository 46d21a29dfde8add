package dev.countersign.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Slows down those who guess: whoever fails too often to prove that it is a client has to wait, and only where it came from, so that nobody can
 * lock the real client out. Names nothing but the JDK, since the launcher's login uses it too. Thread-safe.
 *
 * <p>Guesses that are under way at the same time are all judged before the first of them counts, so as many more get through as the server
 * has threads.
 */
public final class Throttle {

    /** So many failures of one client name from one source within {@link #WINDOW} begin a wait. */
    public static final int FAILURES_OF_ONE = 10;

    /** So many failures of one source, whomever it claims to be, are judged within {@link #WINDOW}. */
    public static final int FAILURES_IN_ALL = 100;

    public static final Duration WINDOW = Duration.ofMinutes(1);

    /** The first wait; each one after it is twice as long as the one before. */
    public static final Duration SHORTEST_WAIT = Duration.ofMinutes(1);

    /** Also how long after its last wait a guesser's past is remembered. */
    public static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private static final int MAX_PAIRS = 100_000;
    private static final int MAX_SOURCES = 10_000;

    private final InstantSource clock;
    private final int maxPairs;

    /*
     * Each table is ordered by the last failure, the oldest first, so that what has become irrelevant is always at its beginning. When a table is full,
     * the oldest goes. Those who wait, or have waited, are in a table of their own: forgetting one of `counted` gives nine guesses back to somebody who
     * had to make thousands of other ones for it, but forgetting a wait would be worth something.
     */
    private final Map<Pair, Tally> counted = new LinkedHashMap<>();
    private final Map<Pair, Wait> waiting = new LinkedHashMap<>();
    private final Map<Network, Tally> sources = new LinkedHashMap<>();

    /** Whether all tables are empty: then, as nearly always, nobody has to queue for the lock. */
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
        Network network = Network.of(source);
        synchronized (this) {
            Wait wait = waiting.get(new Pair(client, network));
            Tally all = sources.get(network);
            long longest = Math.max(wait == null ? 0 : wait.until - now, all == null ? 0 : all.fullUntil() - now);
            // No longer than we would ever say, even when the clock was put back.
            return longest <= 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis(Math.min(longest, LONGEST_WAIT.toMillis())));
        }
    }

    /** {@code source} failed to prove that it is {@code client}. */
    public void failed(String client, InetAddress source) {
        long now = clock.millis();
        Network network = Network.of(source);
        Pair pair = new Pair(client, network);
        synchronized (this) {
            forgetThePast(now);
            Tally all = sources.remove(network);
            sources.put(network, (all == null ? new Tally(FAILURES_IN_ALL) : all).add(now));
            countPair(pair, now);
            makeRoom();
            quiet = false;
        }
    }

    /** {@code source} has proved that it is {@code client}: its failures are forgiven, but not those as anybody else. */
    public void succeeded(String client, InetAddress source) {
        if (quiet) {
            return;
        }
        Pair pair = new Pair(client, Network.of(source));
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
        tally = (tally == null ? new Tally(FAILURES_OF_ONE) : tally).add(now);
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
        removeFirstWhile(waiting, wait -> wait.until + LONGEST_WAIT.toMillis() <= now);
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
    private record Pair(String client, Network source) {}

    /** What counts as one source: an IPv4 address, or the half of an IPv6 address that its holder cannot choose (RFC 4291, section 2.5.1). */
    private record Network(boolean six, long prefix) {

        /** IPv4 addresses in IPv6 form are IPv4 addresses already, that is how {@link InetAddress} makes them. */
        static Network of(InetAddress address) {
            byte[] bytes = address.getAddress();
            long prefix = 0;
            for (int i = 0; i < Math.min(bytes.length, Long.BYTES); i++) {
                prefix = prefix << Byte.SIZE | (bytes[i] & 0xFF);
            }
            return new Network(bytes.length > Integer.BYTES, prefix);
        }
    }

    /** The times of the latest failures, as many as are allowed in a window. */
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

        /** Until when there are too many within a window, as the oldest of them leaves it then; long ago: there are not. */
        long fullUntil() {
            return added < times.length ? 0 : times[added % times.length] + WINDOW.toMillis();
        }
    }

    /** A wait, or what is remembered of it when it is over. */
    private record Wait(long until, Duration length) {

        static Wait first(long now) {
            return new Wait(now + SHORTEST_WAIT.toMillis(), SHORTEST_WAIT);
        }

        Wait next(long now) {
            Duration doubled = length.multipliedBy(2);
            Duration next = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
            return new Wait(now + next.toMillis(), next);
        }
    }
}
