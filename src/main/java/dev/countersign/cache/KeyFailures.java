package dev.countersign.cache;

import dev.countersign.client.ClientId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The latest failure of each client whose keys cannot be had. Bounded: the oldest one is evicted. Thread-safe. */
final class KeyFailures {

    static final int MAX_CLIENTS = 256;

    /** The oldest first. */
    private final Map<ClientId, Failure> latest = new LinkedHashMap<>();

    /** @param validSince the client's latest invalidation when the source was asked */
    synchronized void failed(ClientId id, long validSince, Instant at, String cause) {
        latest.remove(id);
        if (latest.size() == MAX_CLIENTS) {
            latest.remove(latest.keySet().iterator().next());
        }
        latest.put(id, new Failure(validSince, at, cause));
    }

    synchronized void succeeded(ClientId id) {
        latest.remove(id);
    }

    synchronized Optional<Failure> of(ClientId id) {
        return Optional.ofNullable(latest.get(id));
    }

    /** The latest first. */
    synchronized List<ClientId> clients() {
        List<ClientId> ids = new ArrayList<>(latest.keySet());
        Collections.reverse(ids);
        return ids;
    }

    /**
     * A failure.
     *
     * @param validSince void when the client was invalidated since: it may have another source now
     */
    record Failure(long validSince, Instant at, String cause) {}
}
