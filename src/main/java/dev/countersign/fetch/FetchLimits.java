package dev.countersign.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * The origins that key sets may be fetched from, and the limits of time, size and number. Immutable.
 *
 * @param allowedOrigins scheme, host and port of the origins that are allowed although their address is not public or
 *     their scheme is http
 * @param timeout for one whole fetch: from name look-up and connection through handshake to the last byte
 * @param maxBytes of one key set
 * @param maxFresh how long a key set is fresh at most, whatever its origin says
 * @param refreshInterval the shortest interval between two fetches of one URL because of an unknown kid
 * @param staleLimit how long after its end a key set still serves while its origin fails
 */
public record FetchLimits(
        Set<URI> allowedOrigins,
        Duration timeout,
        int maxBytes,
        Duration maxFresh,
        Duration refreshInterval,
        Duration staleLimit) {

    /** A key set is fresh at least that long, whatever its origin says, unless {@code maxFresh} is shorter. */
    static final Duration MIN_FRESH = Duration.ofSeconds(30);

    /** The first back-off after a failure; doubles with each further one. */
    static final Duration FIRST_BACK_OFF = Duration.ofSeconds(5);

    static final Duration MAX_BACK_OFF = Duration.ofMinutes(1);

    /** Concurrent fetches, and so threads and connections. */
    static final int MAX_FETCHES = 32;

    /** Eight unresponsive origins, each with several URLs, are needed to occupy all threads. */
    static final int MAX_FETCHES_PER_ORIGIN = 4;

    /** Fetches that wait for a thread. */
    static final int MAX_QUEUED_FETCHES = 1024;

    /** Between two fetches of one URL, for any reason. */
    static final Duration MIN_REFRESH_INTERVAL = Duration.ofSeconds(1);

    /**
     * Requests that wait for fetches, over all URLs: each occupies a thread of the server, and a small WildFly has 32.
     */
    static final int MAX_WAITING = 24;

    static final int MAX_WAITING_PER_ORIGIN = 8;

    /** One client leaves room for others of the same origin. */
    static final int MAX_WAITING_PER_URL = 6;

    /**
     * From the start of a fetch, every request may wait this long: enough for a nearby, healthy origin. After that,
     * only as many as the limits admit.
     */
    static final Duration FREE_WAIT = Duration.ofMillis(100);

    /** Added to the time limit of a fetch for the requests that wait for it, so that the fetch itself ends first. */
    private static final Duration GRACE = Duration.ofMillis(500);

    /** URLs with a cache entry. */
    static final int MAX_URLS = 10_000;

    /** The heap for all cached key sets: a sixteenth. */
    static final long MAX_KEPT_BYTES = Runtime.getRuntime().maxMemory() / 16;

    /** The heap bytes of a cache entry, without its URL and key set. */
    static final int URL_BYTES = 800;

    /** A URL takes heap as a whole and again for its parts. */
    static final int BYTES_PER_URL_CHAR = 3;

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException with a text that is safe to show, when a limit is zero or negative where it must
     *     not be
     */
    public FetchLimits {
        allowedOrigins = Set.copyOf(allowedOrigins);
        requireOrigins(allowedOrigins);
        positive("timeout", timeout);
        positive("maxFresh", maxFresh);
        positive("refreshInterval", refreshInterval);
        if (staleLimit.isNegative()) {
            throw new IllegalArgumentException("staleLimit is negative");
        }
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes is not positive");
        }
    }

    /** @throws IllegalArgumentException when one of them is not exactly scheme, host and port */
    public static void requireOrigins(Set<URI> origins) {
        origins.forEach(Origin::parse);
    }

    /** The life of a key set as its origin wishes, within the limits. */
    Duration within(Duration lifetime) {
        Duration atLeast = lifetime.compareTo(MIN_FRESH) < 0 ? MIN_FRESH : lifetime;
        return atLeast.compareTo(maxFresh) > 0 ? maxFresh : atLeast;
    }

    /** How long a request with a place waits for a fetch. */
    Duration patience() {
        return timeout.plus(GRACE);
    }

    /** The back-off after that many failures in a row, one at least. */
    static Duration backOff(int failures) {
        Duration doubled = FIRST_BACK_OFF.multipliedBy(1L << Math.min(failures - 1, 16));
        return doubled.compareTo(MAX_BACK_OFF) > 0 ? MAX_BACK_OFF : doubled;
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " is not positive");
        }
    }
}
