package dev.countersign.launch;

/** An option that nobody knows, or whose value is wrong: the caller's fault, told in one line. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
