package dev.countersign.auth;

import dev.countersign.client.UnavailableException;

/** Keys are costly to make and files of strangers costly to read, so only a few are at a time. Nothing was done; in a few seconds there will be room. */
public final class BusyException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    /** @param message a sentence for the caller, too */
    public BusyException(String message) {
        super(message);
    }
}
