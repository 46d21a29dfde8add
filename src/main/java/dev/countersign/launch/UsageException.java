package dev.countersign.launch;

import dev.countersign.text.Redaction;

/** An unknown option, or one with a wrong value; the message is one line for the caller. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(Redaction.of(message));
    }
}
