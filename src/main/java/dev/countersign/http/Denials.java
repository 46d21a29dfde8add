package dev.countersign.http;

import dev.countersign.auth.Refusal;
import java.time.Duration;
import java.util.Optional;

/** The status codes and texts of denials. Cases that a sender must not tell apart share one. */
final class Denials {

    private static final Duration RETRY_WHEN_UNAVAILABLE = Duration.ofSeconds(5);

    private Denials() {}

    /** RFC 6749, section 5.2; the same for every reason. */
    static Decision.Denied unauthorized(Refusal refusal) {
        return denied(401, "invalid_client", "client authentication failed", refusal);
    }

    /** RFC 6750, section 3.1; the same for every reason. */
    static Decision.Denied invalidToken(Refusal refusal) {
        return denied(401, "invalid_token", "the access token is not valid here", refusal);
    }

    static Decision.Denied malformed(int status, String description) {
        return denied(status, "invalid_request", description, Refusal.MALFORMED);
    }

    static Decision.Denied malformed(BadRequestException cause) {
        return denied(cause.status(), "invalid_request", cause.description(), cause.refusal());
    }

    /** @param methods how many ways to authenticate the request has: none, or several */
    static Decision.Denied notOneMethod(int methods) {
        return methods == 0
                ? unauthorized(Refusal.NO_CREDENTIAL)
                : denied(400, "invalid_request", "more than one way to authenticate is used", Refusal.SEVERAL_METHODS);
    }

    static Decision.Denied insecure() {
        return denied(403, "invalid_request", "this request must be sent over TLS", Refusal.TLS_REQUIRED);
    }

    static Decision.Denied forged() {
        return denied(
                403,
                "invalid_request",
                "the forwarding headers name the proxy itself, or its machine, as the source",
                Refusal.FORGED_SOURCE);
    }

    static Decision.Denied throttled(Duration wait) {
        return new Decision.Denied(
                429,
                "temporarily_unavailable",
                "too many failed attempts",
                Optional.of(Refusal.THROTTLED),
                Optional.of(wait));
    }

    static Decision.Denied unavailable() {
        return unavailable(Optional.empty(), RETRY_WHEN_UNAVAILABLE);
    }

    /** The same answer without a new judgement; not 429, since the client is not at fault. */
    static Decision.Denied unavailableFor(Duration wait) {
        return unavailable(Optional.of(Refusal.THROTTLED), wait);
    }

    private static Decision.Denied unavailable(Optional<Refusal> refusal, Duration wait) {
        return new Decision.Denied(
                503,
                "temporarily_unavailable",
                "clients cannot be authenticated at the moment",
                refusal,
                Optional.of(wait));
    }

    /** RFC 6750, section 3.1, has the code for scopes. */
    static Decision.Denied missing(Refusal refusal) {
        return switch (refusal) {
            case INSUFFICIENT_SCOPE ->
                denied(403, "insufficient_scope", "the client lacks a scope that is required here", refusal);
            case NOT_ADMINISTRATOR -> denied(403, "access_denied", "the client is no administrator", refusal);
            default -> unauthorized(refusal);
        };
    }

    /** A fault of the server or of a plug-in, which the sender cannot mend. */
    static Decision.Denied serverError() {
        return new Decision.Denied(
                500, "server_error", "an internal error occurred", Optional.empty(), Optional.empty());
    }

    /** For a reverse proxy, which takes any status but 2xx, 401 and 403 for a failure of the authentication service. */
    static Decision.Denied forProxy(Decision.Denied denied) {
        return switch (denied.status()) {
            case 401, 403, 503 -> denied;
            case 429 -> withStatus(403, denied);
            case 500 -> withStatus(503, denied);
            default -> denied.refusal().map(Denials::unauthorized).orElse(denied);
        };
    }

    private static Decision.Denied withStatus(int status, Decision.Denied denied) {
        return new Decision.Denied(status, denied.error(), denied.description(), denied.refusal(), denied.retryAfter());
    }

    private static Decision.Denied denied(int status, String error, String description, Refusal refusal) {
        return new Decision.Denied(status, error, description, Optional.of(refusal), Optional.empty());
    }
}
