package dev.countersign.text;

import org.jspecify.annotations.Nullable;

/** Replaces an exception whose text holds a secret: has the same output without the secret. Immutable. */
final class RedactedException extends RuntimeException {

    /** The most causes that are followed: deeper ones are left out, which also ends a cycle of causes. */
    static final int MAX_DEPTH = 20;

    private static final long serialVersionUID = 1L;

    private final String type;

    RedactedException(Throwable failure, int depth) {
        super(message(failure), cause(failure, depth));
        this.type = failure.getClass().getName();
        setStackTrace(failure.getStackTrace());
        if (depth < MAX_DEPTH) {
            for (Throwable suppressed : failure.getSuppressed()) {
                addSuppressed(new RedactedException(suppressed, depth + 1));
            }
        }
    }

    /** The printed type is that of the replaced exception. */
    @SuppressWarnings("OverrideThrowableToString")
    @Override
    public String toString() {
        return getMessage() == null ? type : type + ": " + getMessage();
    }

    private static @Nullable String message(Throwable failure) {
        return failure.getMessage() == null ? null : Redaction.of(failure.getMessage());
    }

    private static @Nullable Throwable cause(Throwable failure, int depth) {
        return failure.getCause() == null || depth >= MAX_DEPTH
                ? null
                : new RedactedException(failure.getCause(), depth + 1);
    }
}
