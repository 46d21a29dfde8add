package dev.countersign.http;

/** A request that cannot be read as OAuth wants it; never leaves this package. */
final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param description for the sender: says which rule was broken, and repeats nothing of what was sent */
    BadRequestException(String description) {
        this(400, description);
    }

    BadRequestException(int status, String description) {
        // Whoever sends garbage shall not make us collect stack traces.
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
