package dev.countersign.client;

/**
 * A store or another required service did not answer, so that the result is undecided. Ends as a 503, never as a
 * refusal.
 */
public class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message is for the log: it names the service that did not answer, and holds no credential. */
    public UnavailableException(String message) {
        super(message);
    }

    /** With its cause. */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
