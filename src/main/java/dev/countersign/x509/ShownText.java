package dev.countersign.x509;

import dev.countersign.client.ClientCertificate;

/** Makes a text out of a file fit to be shown and stored: without what cannot be seen or turns the text around, and not too long. Stateless. */
final class ShownText {

    /** In characters. */
    private static final int LONGEST = 64;

    private ShownText() {}

    static String of(String text) {
        return of(text, LONGEST);
    }

    static String of(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints().limit(longest).map(c -> isShown(c) ? c : '?').forEach(shown::appendCodePoint);
        int end = Math.min(shown.length(), longest);
        return shown.substring(0, end > 0 && Character.isHighSurrogate(shown.charAt(end - 1)) ? end - 1 : end);
    }

    /** @throws dev.countersign.auth.UnacceptableKeyException when a key should not be called so */
    static void requireAlias(String alias) {
        if (alias.length() > ClientCertificate.MAX_ALIAS_LENGTH
                || !alias.codePoints().allMatch(ShownText::isShown)) {
            throw Complaint.ofAlias("An alias has at most " + ClientCertificate.MAX_ALIAS_LENGTH
                    + " characters, all of which can be seen.");
        }
    }

    static boolean isShown(int c) {
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
}
