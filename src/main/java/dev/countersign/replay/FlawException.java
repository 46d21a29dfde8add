package dev.countersign.replay;

/**
 * Why a journal is not complete, so that assertions may have been used that it does not have; the message is for the
 * operator.
 */
final class FlawException extends Exception {

    private static final long serialVersionUID = 1;

    FlawException(String message) {
        super(message);
    }
}
