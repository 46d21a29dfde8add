package dev.countersign.http;

import dev.countersign.auth.Refusal;

/** A request that breaks a rule of OAuth on its form; never leaves this package. */
final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final Refusal refusal;

    /** @param description for the sender: says which rule was broken, and repeats nothing that was sent */
    BadRequestException(String description) {
        this(400, description);
    }

    BadRequestException(int status, String description) {
        this(status, description, Refusal.MALFORMED);
    }

    BadRequestException(int status, String description, Refusal refusal) {
        // Without a stack trace: any sender can provoke it, so it must be cheap.
        super(description, null, false, false);
        this.status = status;
        this.refusal = refusal;
    }

    int status() {
        return status;
    }

    /** For the log. */
    Refusal refusal() {
        return refusal;
    }

    String description() {
        return String.valueOf(getMessage());
    }
}
