package dev.countersign.mtls;

/** A file of the deployer cannot be used. The message is a clause for the deployer, fit to be shown. */
final class UnusableFileException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableFileException(String problem) {
        super(problem);
    }

    UnusableFileException(String problem, Throwable cause) {
        super(problem, cause);
    }

    String problem() {
        return String.valueOf(getMessage());
    }
}
