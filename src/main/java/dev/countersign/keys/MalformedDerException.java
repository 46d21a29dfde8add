package dev.countersign.keys;

import java.io.IOException;

/**
 * An encoding breaks a rule of form. The message is a clause that says which rule, and repeats nothing of the encoding.
 */
public final class MalformedDerException extends IOException {

    private static final long serialVersionUID = 1L;

    public MalformedDerException(String rule) {
        super(rule);
    }

    public MalformedDerException(String rule, Throwable cause) {
        super(rule, cause);
    }
}
