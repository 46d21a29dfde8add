package dev.countersign.launch;

/** Why there is no server, in one line that an operator can act on. */
final class StartupException extends Exception {
    private static final long serialVersionUID = 1;

    StartupException(String message) {
        super(message);
    }

    StartupException(String message, Throwable cause) {
        super(message, cause);
    }

    /** For failures whose own words are good enough to end the line with. */
    static StartupException because(String message, Throwable cause) {
        return new StartupException(message + ": " + Reasons.of(cause), cause);
    }
}
