package dev.countersign.client;

/** Something that had to be asked could not answer: neither yes nor no. Ends as a 503, never as a refusal. */
public class UnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message for the log; says what could not be asked, holds no credential */
    public UnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
