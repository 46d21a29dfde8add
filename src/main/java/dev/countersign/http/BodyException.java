package dev.countersign.http;

/** A request's body that could not be read: too long, cut off, badly framed or too slow. */
public final class BodyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /**
     * @param status 400, 408 or 413
     * @param description for the sender: repeats nothing that was sent
     */
    BodyException(int status, String description) {
        // Without a stack trace: the fault is the sender's.
        super(description, null, false, false);
        this.status = status;
    }

    public int status() {
        return status;
    }

    public String description() {
        return String.valueOf(getMessage());
    }
}
