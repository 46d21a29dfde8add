package dev.countersign.token;

/** A change of a signing key that is not possible; its message is for administrators. */
public final class RefusedKeyChangeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** There is no such key. */
        MISSING,
        /** The key is active or retired already. */
        NOT_PUBLISHED,
        /** Resource servers that have cached the key set may not know the key yet. */
        TOO_EARLY
    }

    private final Reason reason;

    public RefusedKeyChangeException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
