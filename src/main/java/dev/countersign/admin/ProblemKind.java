package dev.countersign.admin;

import java.util.Locale;

/** The kinds of problems that the interface tells of, each with its status and its type (RFC 9457, section 3.1.1). */
enum ProblemKind {
    MALFORMED(400, "Malformed request"),
    INVALID_VALUE(400, "Invalid value"),
    UNAUTHENTICATED(401, "Authentication required"),
    FORBIDDEN(403, "Forbidden"),
    CROSS_SITE(403, "Cross-site request refused"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    STORE_CANNOT(405, "The store of the clients cannot do this"),
    EXISTS(409, "Already exists"),
    LAST_ADMINISTRATOR(409, "The last administrator must remain"),
    TOO_MANY_SECRETS(409, "Too many secrets"),
    NO_SECRETS(409, "This client does not use secrets"),
    TOO_MANY_KEYS(409, "Too many keys"),
    NO_KEYS(409, "This client does not use registered keys"),
    OTHER_KEY_SOURCE(409, "The client has another source of keys"),
    SIGNING_KEY_TOO_EARLY(409, "Resource servers may not know the key yet"),
    SIGNING_KEY_NOT_PUBLISHED(409, "The key is no longer waiting for its turn"),
    STALE(412, "Changed since it was read"),
    TOO_LARGE(413, "Too large"),
    UNSUPPORTED_TYPE(415, "Unsupported media type"),
    UNACCEPTABLE_KEY(422, "Unacceptable key or file"),
    PRECONDITION_REQUIRED(428, "If-Match required"),
    THROTTLED(429, "Too many failed attempts"),
    INTERNAL(500, "Internal error"),
    KEYS_UNAVAILABLE(502, "The client's keys cannot be fetched"),
    CLEARED_HERE_ONLY(503, "Cleared on this node only"),
    UNAVAILABLE(503, "Temporarily unavailable");

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

    /** The kind for a status that was chosen elsewhere: by the sentry. */
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
