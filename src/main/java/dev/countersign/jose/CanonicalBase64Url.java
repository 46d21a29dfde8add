package dev.countersign.jose;

import java.util.Arrays;

/**
 * Reads Base64url that is written the one right way (RFC 4648, section 5; RFC 7515, section 2): its own alphabet, no padding, no bits left over. Other decoders take less, so that one
 * assertion would have several spellings.
 */
final class CanonicalBase64Url {

    private static final byte[] VALUES = values();

    private CanonicalBase64Url() {}

    static byte[] decode(String text, int from, int to) throws MalformedException {
        int length = to - from;
        if (length % 4 == 1) {
            throw new MalformedException("a part is not Base64url");
        }
        byte[] decoded = new byte[(int) (length * 3L / 4)];
        int bits = 0;
        int pending = 0;
        int at = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            int value = c < VALUES.length ? VALUES[c] : -1;
            if (value < 0) {
                throw new MalformedException("a character is outside of Base64url");
            }
            bits = bits << 6 | value;
            pending += 6;
            if (pending >= Byte.SIZE) {
                pending -= Byte.SIZE;
                decoded[at++] = (byte) (bits >> pending);
            }
        }
        if ((bits & (1 << pending) - 1) != 0) {
            throw new MalformedException("the last character of a part has bits left over");
        }
        return decoded;
    }

    static byte[] decode(String text) throws MalformedException {
        return decode(text, 0, text.length());
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
