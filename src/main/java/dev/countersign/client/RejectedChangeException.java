package dev.countersign.client;

/** A change that the registry did not make, because of how things stand. Nothing was changed. */
public class RejectedChangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why a change was not made. */
    public enum Reason {
        /** There is a client of that id already. */
        EXISTS,
        /** There is no client of that id. */
        MISSING,
        /** The client was changed by somebody else meanwhile. */
        STALE,
        /** Nobody but this client could administer any longer by a client's credential. */
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
