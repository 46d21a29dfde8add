package dev.countersign.text;

/** A text breaks a rule of form. The message names the rule for the sender, and repeats nothing of the text. */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedException(String message) {
        // Without a stack trace: any sender can provoke it, so it must be cheap.
        super(message, null, false, false);
    }

    /** The rule that is broken, as a part of a sentence. */
    public String rule() {
        return String.valueOf(getMessage());
    }
}
