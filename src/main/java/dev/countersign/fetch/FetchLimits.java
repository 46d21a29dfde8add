package dev.countersign.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * From where key sets may be fetched, and what that may cost. Immutable.
 *
 * @param allowedOrigins scheme, host and port of those that may be fetched from although their address is not public or their scheme is http
 * @param timeout for one fetch in all: look-up of the name, connection, handshake and the last byte
 * @param maxBytes of one key set
 * @param longestFresh how long a key set is believed, whatever its origin says
 * @param refreshInterval between two fetches of one URL for the sake of keys that it did not have
 * @param staleLimit how long after its time a key set still serves while its origin fails
 */
public record FetchLimits(
        Set<URI> allowedOrigins,
        Duration timeout,
        int maxBytes,
        Duration longestFresh,
        Duration refreshInterval,
        Duration staleLimit) {

    /** A key set is believed that long, whatever its origin says, unless {@code longestFresh} is even shorter. */
    static final Duration SHORTEST_FRESH = Duration.ofSeconds(30);

    /** After the first failure; doubles with each further one. */
    static final Duration FIRST_BACK_OFF = Duration.ofSeconds(5);

    static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

    /** Threads, and connections too. */
    static final int FETCHES_IN_ALL = 32;

    /** So that it takes eight dead origins, each with several URLs, to keep everybody waiting. */
    static final int FETCHES_PER_ORIGIN = 4;

    /** Fetches that have no thread yet. */
    static final int QUEUED_FETCHES = 1024;

    /** Between two fetches of one URL, however much somebody wants the second one. */
    static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(1);

    /** Requests that wait for a fetch, whichever: each takes a thread of the server, and a small WildFly has 32. */
    static final int WAITING_IN_ALL = 24;

    static final int WAITING_PER_ORIGIN = 8;

    /** URLs of which something is remembered. */
    static final int URLS = 10_000;

    /** Of all key sets that are kept, in characters. */
    static final long KEPT_TEXT = 32L * 1024 * 1024;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException with a text that is safe to show, when one makes no sense
     */
    public FetchLimits {
        allowedOrigins = Set.copyOf(allowedOrigins);
        requireOrigins(allowedOrigins);
        positive("timeout", timeout);
        positive("longestFresh", longestFresh);
        positive("refreshInterval", refreshInterval);
        if (staleLimit.isNegative()) {
            throw new IllegalArgumentException("staleLimit is negative");
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is not positive");
        }
    }

    /** @throws IllegalArgumentException when one of them is more, or less, than scheme, host and port */
    public static void requireOrigins(Set<URI> origins) {
        origins.forEach(Origin::parse);
    }

    /** What an origin says about the life of its key set, within our own bounds. */
    Duration within(Duration lifetime) {
        Duration atLeast = lifetime.compareTo(SHORTEST_FRESH) < 0 ? SHORTEST_FRESH : lifetime;
        return atLeast.compareTo(longestFresh) > 0 ? longestFresh : atLeast;
    }

    /** How long nobody is asked after so many failures in a row, one at least. */
    static Duration backOff(int failures) {
        Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 16));
        return doubled.compareTo(LONGEST_BACK_OFF) > 0 ? LONGEST_BACK_OFF : doubled;
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is not positive");
        }
    }
}
