package dev.countersign.endpoint;

/** A request of an authenticated client that cannot be met: 400 (RFC 6749, section 5.2). */
final class OAuthException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String error;

    /**
     * @param error a registered code
     * @param description for the client's developer; repeats nothing that was sent
     */
    OAuthException(String error, String description) {
        super(description);
        this.error = error;
    }

    static OAuthException invalidRequest(String description) {
        return new OAuthException("invalid_request", description);
    }

    String error() {
        return error;
    }

    String description() {
        return String.valueOf(getMessage());
    }
}
