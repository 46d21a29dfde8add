package dev.countersign.auth;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Gets the bytes of key sets from their URLs, within limits of time and size, and from allowed addresses only. Thread-safe. */
public interface KeySetOrigin {

    /**
     * The document at {@code url}: what is kept of it, while it is fresh and not older than {@code newerThan}, else what its origin answers now. One request is
     * in flight per URL, and at most one per interval is made for the sake of {@code newerThan}.
     *
     * @throws dev.countersign.client.UnavailableException when it cannot be had, and nothing usable is kept; the message is for administrators and says nothing of
     *     what the origin answered but its status
     */
    Document get(URI url, Instant newerThan);

    /**
     * What the origin answers now, whatever is kept, and however asking it went before. It is asked at most once a second; and when it fails, what is kept serves on, as long as it may,
     * and says why.
     *
     * @throws dev.countersign.client.UnavailableException as {@link #get} does
     */
    Document refresh(URI url);

    /** Forgets what is kept of this URL, failures included. */
    void forget(URI url);

    /**
     * A key set as it was served.
     *
     * @param json its text; an origin that says that there is none (404, 410) has an empty set
     * @param at when the origin was asked
     * @param freshUntil by {@code Cache-Control} or {@code Expires}, within our own bounds
     * @param error why the latest attempt failed, where this document is older than that
     */
    record Document(String json, Instant at, Instant freshUntil, Optional<String> error) {}
}
