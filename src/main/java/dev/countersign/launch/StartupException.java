package dev.countersign.launch;

import dev.countersign.text.Redaction;

/** Why there is no server, in one line that an operator can act on. */
final class StartupException extends Exception {
    private static final long serialVersionUID = 1;

    StartupException(String message) {
        super(Redaction.of(message));
    }

    StartupException(String message, Throwable cause) {
        super(Redaction.of(message), cause);
    }

    /** With the message of the cause at the end. */
    static StartupException because(String message, Throwable cause) {
        return new StartupException(message + ": " + Reasons.of(cause), cause);
    }
}
