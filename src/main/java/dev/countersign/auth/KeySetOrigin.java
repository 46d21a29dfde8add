package dev.countersign.auth;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * Gets key sets from their URLs, within limits of time and size, and from allowed addresses only. Thread-safe.
 *
 * @param <S> a key set as it was parsed, once
 */
@FunctionalInterface
public interface KeySetOrigin<S> {

    /**
     * The key set at {@code url}: the cached one while it is fresh and recent enough, else the origin's current one. At
     * most one request per URL is in flight, one per interval is made because of an unknown kid, and one per second for
     * an immediate answer, which does not wait for the end of a back-off. When the origin fails, the cached set serves
     * on within the stale limit, with the reason of the failure.
     *
     * @throws dev.countersign.client.UnavailableException when it cannot be fetched and no usable set is cached; the
     *     message is for administrators and repeats nothing of the origin's response but its status
     */
    Served<S> get(URI url, Recency recency);

    /**
     * Why the settings do not allow this URL, whatever its host's name resolves to; a text for administrators, without
     * a full stop. Looks no name up. Empty: it may be fetched.
     */
    default Optional<String> forbidden(URI url) {
        return Optional.empty();
    }

    /**
     * A key set as it was served.
     *
     * @param keySet empty where the origin answers that there is none (404, 410)
     * @param at when the origin was asked
     * @param freshUntil by {@code Cache-Control} or {@code Expires}, within the configured limits
     * @param error why the latest attempt failed, where this set is older than that
     */
    record Served<S>(S keySet, Instant at, Instant freshUntil, Optional<String> error) {}
}
