package dev.countersign.auth;

import dev.countersign.client.UnavailableException;

/**
 * The limit of concurrent operations of an expensive kind, such as generating keys or reading uploaded files, is
 * reached. Nothing was done; trying again in a few seconds is useful.
 */
public final class BusyException extends UnavailableException {

    private static final long serialVersionUID = 1L;

    /** @param message a sentence, also for the sender */
    public BusyException(String message) {
        super(message);
    }
}
