package dev.countersign.text;

/** A text breaks a rule of form, at a known place. The message repeats nothing of the text. */
public final class MisplacedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int offset;

    /** @param offset in characters, from the beginning of the text */
    public MisplacedException(String rule, int offset) {
        super(rule, null, false, false);
        this.offset = offset;
    }

    /** The rule that is broken, as a part of a sentence. */
    public String rule() {
        return String.valueOf(getMessage());
    }

    /** In characters, from the beginning of the text. */
    public int offset() {
        return offset;
    }
}
