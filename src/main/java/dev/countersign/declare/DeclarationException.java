package dev.countersign.declare;

/** What was asked for cannot be done. The message is for people, and holds no secret. */
public final class DeclarationException extends Exception {

    private static final long serialVersionUID = 1L;

    DeclarationException(String message) {
        super(message);
    }

    DeclarationException(String message, Throwable cause) {
        super(message, cause);
    }
}
