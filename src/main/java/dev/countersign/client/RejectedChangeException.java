package dev.countersign.client;

/** A change that the registry rejects because of the current state. Nothing was changed. */
public class RejectedChangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a change was not made. */
    public enum Reason {
        /** There is a client of that id already. */
        EXISTS,
        /** There is no client of that id. */
        MISSING,
        /** The client was changed concurrently. */
        STALE,
        /** It is the last client that can administer. */
        LAST_ADMINISTRATOR
    }

    private final Reason reason;

    public RejectedChangeException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
