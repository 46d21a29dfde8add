package dev.countersign.fetch;

import java.time.Duration;
import java.util.Optional;

/** The response of an origin to a request for a key set. */
sealed interface OriginAnswer<S> {

    /**
     * A key set; empty where the origin answers that there is none.
     *
     * @param etag its validator (RFC 9110, section 8.8.3)
     * @param lifetime its life as the origin states it
     */
    record Found<S>(S keySet, Optional<String> etag, Optional<Duration> lifetime) implements OriginAnswer<S> {}

    /** The cached key set is still current (304). */
    record Unchanged<S>(Optional<Duration> lifetime) implements OriginAnswer<S> {}
}
