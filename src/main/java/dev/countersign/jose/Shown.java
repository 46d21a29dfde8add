package dev.countersign.jose;

/** Makes what somebody sent fit to be shown to an administrator: short, on one line, and in the order in which it was written. Stateless. */
final class Shown {

    /** In characters. */
    private static final int LONGEST = 200;

    private Shown() {}

    static String text(String sent) {
        StringBuilder shown = new StringBuilder();
        sent.codePoints().limit(LONGEST).map(c -> isSeen(c) ? c : '?').forEach(shown::appendCodePoint);
        return sent.codePointCount(0, sent.length()) > LONGEST
                ? shown.append("...").toString()
                : shown.toString();
    }

    /** And leaves the text around it where it is. */
    private static boolean isSeen(int c) {
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

    /** A claim. */
    static String value(Object claim) {
        if (claim instanceof JsonNumber number) {
            return text(number.literal());
        }
        return text(claim instanceof JsonNull ? "null" : claim.toString());
    }
}
