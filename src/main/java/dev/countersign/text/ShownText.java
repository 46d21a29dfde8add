package dev.countersign.text;

import java.util.Locale;

/**
 * Makes a text from outside fit to be shown and stored: without control characters, bidirectional controls and
 * invisible characters, and of limited length. Stateless.
 */
public final class ShownText {

    /** The limit of a name within a sentence. */
    private static final int MAX_NAME_CODE_POINTS = 64;

    private static final int MAX_QUOTED_CHARS = 300;

    private ShownText() {}

    /** Whether a code point is visible and does not reorder the text around it, as bidirectional controls do. */
    public static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /**
     * Whether a text reorders or breaks what stands around it: bidirectional embeddings, overrides and isolates (UAX
     * #9, section 2), line and paragraph separators. The marks and joiners that scripts need are none of these.
     */
    public static boolean reorders(String text) {
        return text.codePoints().anyMatch(c -> switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_LEFT_TO_RIGHT_EMBEDDING,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_OVERRIDE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_EMBEDDING,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_OVERRIDE,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_FORMAT,
                    Character.DIRECTIONALITY_LEFT_TO_RIGHT_ISOLATE,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ISOLATE,
                    Character.DIRECTIONALITY_FIRST_STRONG_ISOLATE,
                    Character.DIRECTIONALITY_POP_DIRECTIONAL_ISOLATE,
                    Character.DIRECTIONALITY_PARAGRAPH_SEPARATOR -> true;
            default -> c == 0x2028;
        });
    }

    /** A name within a sentence. */
    public static String of(String name) {
        return of(name, MAX_NAME_CODE_POINTS);
    }

    /** With {@code ?} for each code point that is not shown, and truncated at the limit. */
    public static String of(String text, int maxCodePoints) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(maxCodePoints).map(c -> isShown(c) ? c : '?').forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** As {@link #of}, limited in {@code char}s; never truncated within a code point. */
    public static String fitting(String text, int maxChars) {
        String shown = of(text, maxChars);
        int end = Math.min(shown.length(), maxChars);
        return shown.substring(0, end > 0 && Character.isHighSurrogate(shown.charAt(end - 1)) ? end - 1 : end);
    }

    /**
     * A value for a log, on one line and in quotation marks; quotation marks, backslashes and all but printable ASCII
     * are escaped as in JSON.
     */
    public static String quoted(String text) {
        int length = Math.min(text.length(), MAX_QUOTED_CHARS);
        StringBuilder quoted = new StringBuilder(length + 2).append('"');
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= 0x20 && c <= 0x7E) {
                quoted.append(c);
            } else {
                quoted.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
            }
        }
        return quoted.append('"').toString();
    }
}
