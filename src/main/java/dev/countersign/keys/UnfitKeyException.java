package dev.countersign.keys;

/** A public key is not acceptable. The message is a clause that gives the reason, and repeats nothing of the key. */
public final class UnfitKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    UnfitKeyException(String rule) {
        super(rule);
    }

    UnfitKeyException(String rule, Throwable cause) {
        super(rule, cause);
    }
}
