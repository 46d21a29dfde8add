package dev.countersign.http;

/** A request that breaks a rule of OAuth on its form; never leaves this package. */
final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param description for the sender: says which rule was broken, and repeats nothing that was sent */
    BadRequestException(String description) {
        this(400, description);
    }

    BadRequestException(int status, String description) {
        // Without a stack trace: any sender can provoke it, so it must be cheap.
        super(description, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String description() {
        return String.valueOf(getMessage());
    }
}
