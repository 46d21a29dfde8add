package dev.countersign.http;

import dev.countersign.auth.Refusal;
import dev.countersign.client.Client;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;

/** What the {@link Sentry} says of one request. */
public sealed interface Decision {

    /**
     * Come in.
     *
     * @param request what the application gets to see: with the principal, without the credentials
     */
    record Admitted(Client client, ClientPrincipal principal, HttpServletRequest request) implements Decision {}

    /**
     * Stay out.
     *
     * @param status 400, 401, 403, 405, 413, 429 or 503
     * @param error the code of RFC 6749, section 5.2
     * @param description empty, or a text for the sender that repeats nothing of what was sent; always the same for a 401
     * @param retryAfter for 429 and 503
     */
    record Denied(
            int status, String error, String description, Optional<Refusal> refusal, Optional<Duration> retryAfter)
            implements Decision {}
}
