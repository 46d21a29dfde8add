package dev.countersign.http;

import java.util.Locale;

/** Makes what a sender wrote fit for a log: it stays one value on one line, whatever is in it. */
final class LogText {

    /** In characters. */
    private static final int MAX_LENGTH = 300;

    private LogText() {}

    /** In quotation marks; quotation marks, backslashes and everything but printable ASCII are escaped as in JSON. */
    static String quoted(String text) {
        int length = Math.min(text.length(), MAX_LENGTH);
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
