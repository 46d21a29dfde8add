package dev.countersign.jose;

/** A text breaks a rule of form. The message says which one, to whoever sent it, and repeats nothing of the text. */
final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
        // Anybody can provoke it: it costs no stack trace.
        super(message, null, false, false);
    }

    String rule() {
        return String.valueOf(getMessage());
    }
}
