package dev.countersign.fetch;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the requests that wait for fetches: a slow origin must not occupy all threads of the server. Guarded by the
 * lock of {@link KeySetCache}.
 */
final class WaitingLimit {

    private final Map<URI, Integer> perUrl = new HashMap<>();
    private final Map<Origin, Integer> perOrigin = new HashMap<>();
    private int all;

    /** Whether there was room; a request that entered must leave. */
    boolean enter(KeySetUrl url) {
        if (all >= FetchLimits.MAX_WAITING
                || perOrigin.getOrDefault(url.origin(), 0) >= FetchLimits.MAX_WAITING_PER_ORIGIN
                || perUrl.getOrDefault(url.uri(), 0) >= FetchLimits.MAX_WAITING_PER_URL) {
            return false;
        }
        perUrl.merge(url.uri(), 1, Integer::sum);
        perOrigin.merge(url.origin(), 1, Integer::sum);
        all++;
        return true;
    }

    void leave(KeySetUrl url) {
        all--;
        perUrl.computeIfPresent(url.uri(), (any, here) -> here == 1 ? null : here - 1);
        perOrigin.computeIfPresent(url.origin(), (any, here) -> here == 1 ? null : here - 1);
    }
}
