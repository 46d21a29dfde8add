package dev.countersign.http;

import dev.countersign.auth.Refusal;
import java.time.Duration;
import java.util.Optional;

/** The decision of the {@link Sentry} about one request: a {@link Grant} or a denial. */
public sealed interface Decision permits Grant, Decision.Denied {

    /**
     * The request is refused, or could not be judged.
     *
     * @param status 400, 401, 403, 405, 413, 429 or 503
     * @param error the code of RFC 6749, section 5.2
     * @param description empty, or a text for the sender that repeats nothing that was sent; always the same for a 401
     * @param retryAfter for 429 and 503
     */
    record Denied(
            int status, String error, String description, Optional<Refusal> refusal, Optional<Duration> retryAfter)
            implements Decision {

        /**
         * In seconds, as the field {@code Retry-After} has it (RFC 9110, section 10.2.3): rounded up, so that a retry
         * does not come too early.
         */
        public Optional<String> retryAfterSeconds() {
            return retryAfter.map(
                    wait -> Long.toString(Math.max(1, wait.plusMillis(999).toSeconds())));
        }
    }
}
