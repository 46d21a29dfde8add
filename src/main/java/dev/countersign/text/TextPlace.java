package dev.countersign.text;

/**
 * A place in a text, as editors count it. Immutable.
 *
 * @param line from 1
 * @param column in characters, from 1
 */
public record TextPlace(int line, int column) {

    /** @param offset in characters; beyond the end: the end */
    public static TextPlace of(String text, int offset) {
        int end = Math.min(offset, text.length());
        int line = 1;
        int begin = 0;
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                begin = i + 1;
            }
        }
        return new TextPlace(line, text.codePointCount(begin, end) + 1);
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
