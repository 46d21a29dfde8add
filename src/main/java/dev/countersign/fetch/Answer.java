package dev.countersign.fetch;

import java.time.Duration;
import java.util.Optional;

/** What an origin has to say about a key set. */
sealed interface Answer {

    /**
     * Here it is.
     *
     * @param etag its validator (RFC 9110, section 8.8.3)
     * @param lifetime as the origin wishes
     */
    record Found(String text, Optional<String> etag, Optional<Duration> lifetime) implements Answer {}

    /** It is the one that we have. */
    record Unchanged(Optional<Duration> lifetime) implements Answer {}

    /** There is none, or none any more. */
    record Gone() implements Answer {}
}
