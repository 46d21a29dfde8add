package dev.countersign.x509;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of a PEM text, or a part of it, as a view of its bytes: each is taken for a character. Nothing is copied,
 * since a {@code String} of a private key cannot be wiped. Immutable.
 */
final class PemLine implements CharSequence {

    private static final int UNSIGNED = 0xFF;

    private final byte[] text;
    private final int start;
    private final int end;

    private PemLine(byte[] text, int start, int end) {
        this.text = text;
        this.start = start;
        this.end = end;
    }

    /**
     * The line that begins there, up to any of the three line ends in use (LF, CR LF, CR), which do not belong to it.
     */
    static PemLine at(byte[] text, int start) {
        int end = start;
        while (end < text.length && text[end] != '\n' && text[end] != '\r') {
            end++;
        }
        return new PemLine(text, start, end);
    }

    /** A text as a whole, with its line ends. */
    static PemLine all(byte[] text) {
        return new PemLine(text, 0, text.length);
    }

    /** Where a character of it is in the text. */
    int position(int index) {
        return start + index;
    }

    PemLine from(int index) {
        return subSequence(index, length());
    }

    /** The index of the first such character; -1: there is none. */
    int indexOf(char c) {
        for (int at = start; at < end; at++) {
            if (text[at] == c) {
                return at - start;
            }
        }
        return -1;
    }

    boolean startsWith(String prefix) {
        return length() >= prefix.length() && prefix.contentEquals(subSequence(0, prefix.length()));
    }

    boolean endsWith(String suffix) {
        return length() >= suffix.length() && suffix.contentEquals(from(length() - suffix.length()));
    }

    /** Without this suffix, if it has it. */
    PemLine without(String suffix) {
        return endsWith(suffix) ? subSequence(0, length() - suffix.length()) : this;
    }

    /** Where the next line begins. */
    int next() {
        return end + 1;
    }

    /** Without blanks, tabulators and line ends before and after it. */
    PemLine stripped() {
        int from = start;
        int to = end;
        while (from < to && isBlank(text[from])) {
            from++;
        }
        while (to > from && isBlank(text[to - 1])) {
            to--;
        }
        return new PemLine(text, from, to);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    /** A copy, to be wiped where there may be a private key in it. */
    byte[] bytes() {
        return Arrays.copyOfRange(text, start, end);
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        return (char) (text[start + index] & UNSIGNED);
    }

    @Override
    public PemLine subSequence(int from, int to) {
        return new PemLine(text, start + from, start + to);
    }

    /** A copy: for lines that hold nothing secret. */
    @Override
    public String toString() {
        return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
    }
}
