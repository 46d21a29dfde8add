package dev.countersign.jose;

import dev.countersign.text.JsonNull;
import dev.countersign.text.JsonNumber;
import dev.countersign.text.ShownText;

/**
 * Formats parts of an assertion for an administrator: shortened, on one line, without bidirectional controls that could
 * reorder the text. Stateless.
 */
final class AssertionExcerpt {

    private static final int MAX_CODE_POINTS = 200;

    private AssertionExcerpt() {}

    static String text(String sent) {
        String shown = ShownText.of(sent, MAX_CODE_POINTS);
        return sent.codePointCount(0, sent.length()) > MAX_CODE_POINTS ? shown + "..." : shown;
    }

    /** A claim. */
    static String value(Object claim) {
        if (claim instanceof JsonNumber number) {
            return text(number.literal());
        }
        return text(claim == JsonNull.NULL ? "null" : claim.toString());
    }
}
