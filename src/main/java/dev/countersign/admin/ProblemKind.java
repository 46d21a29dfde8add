package dev.countersign.admin;

import java.util.Locale;

/** The kinds of problems that the interface tells of, each with its status and its type (RFC 9457, section 3.1.1). */
enum ProblemKind {
    MALFORMED(400, "The request cannot be read"),
    INVALID_VALUE(400, "A value will not do"),
    UNAUTHENTICATED(401, "Who are you?"),
    FORBIDDEN(403, "Not allowed"),
    CROSS_SITE(403, "Comes from another site"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "Cannot be done here"),
    EXISTS(409, "There is one already"),
    LAST_ADMINISTRATOR(409, "The last administrator has to stay"),
    TOO_MANY_SECRETS(409, "Too many secrets"),
    NO_SECRETS(409, "Such a client has no use for a secret"),
    TOO_MANY_KEYS(409, "Too many keys"),
    NO_KEYS(409, "Such a client has no use for a key"),
    OTHER_KEY_SOURCE(409, "The client's keys are elsewhere"),
    STALE(412, "Changed by somebody else meanwhile"),
    TOO_LARGE(413, "Too large"),
    UNSUPPORTED_TYPE(415, "Not a type that is read here"),
    UNACCEPTABLE_KEY(422, "Such a key or file will not do"),
    PRECONDITION_REQUIRED(428, "If-Match is missing"),
    THROTTLED(429, "Too many failures"),
    INTERNAL(500, "Something is broken here"),
    KEYS_UNAVAILABLE(502, "The client's keys cannot be had"),
    CLEARED_HERE_ONLY(503, "Cleared on this node only"),
    UNAVAILABLE(503, "Cannot be told at the moment");

    private static final String AUTHORITY = "tag:countersign.dev,2026:problem:";

    private final int status;
    private final String title;

    ProblemKind(int status, String title) {
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }

    /** A URI that is compared, not fetched (RFC 4151). */
    String type() {
        return AUTHORITY + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The kind that fits a status which somebody else chose. */
    static ProblemKind ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 403 -> FORBIDDEN;
            case 405 -> METHOD_NOT_ALLOWED;
            case 413 -> TOO_LARGE;
            case 429 -> THROTTLED;
            case 503 -> UNAVAILABLE;
            default -> MALFORMED;
        };
    }
}
