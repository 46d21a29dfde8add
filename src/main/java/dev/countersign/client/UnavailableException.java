package dev.countersign.client;

/** Something that had to be asked could not answer: neither yes nor no. Ends as a 503, never as a refusal. */
public class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The message is for the log: it says what could not be asked and holds no credential. */
    public UnavailableException(String message) {
        super(message);
    }

    /** With the exception that says why. */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
