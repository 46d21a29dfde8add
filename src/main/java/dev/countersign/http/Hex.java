package dev.countersign.http;

/** Reads hexadecimal digits: those of ASCII only, where {@link Character#digit} takes those of every script. */
final class Hex {

    private Hex() {}

    /** @return negative: it is none */
    static int value(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
