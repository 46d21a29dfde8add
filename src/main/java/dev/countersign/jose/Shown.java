package dev.countersign.jose;

/** Makes what somebody sent fit to be shown to an administrator: short, and on one line. Stateless. */
final class Shown {

    private static final int LONGEST = 200;

    private Shown() {}

    static String text(String sent) {
        String start = sent.length() > LONGEST ? sent.substring(0, LONGEST) + "..." : sent;
        StringBuilder shown = new StringBuilder(start.length());
        start.chars().forEach(c -> shown.append(Character.isISOControl(c) ? '?' : (char) c));
        return shown.toString();
    }

    /** A claim. */
    static String value(Object claim) {
        if (claim instanceof JsonNumber number) {
            return text(number.literal());
        }
        return text(claim instanceof JsonNull ? "null" : claim.toString());
    }
}
