package dev.countersign.http;

import java.util.Arrays;
import java.util.Optional;

/**
 * Reads Base64 that is written the one right way (RFC 4648, sections 3.5 and 4): the standard alphabet, full padding, no bits left over. The
 * JDK's decoder takes less, so that one credential would have several spellings.
 */
final class CanonicalBase64 {

    private static final byte[] VALUES = values();

    private CanonicalBase64() {}

    /** Empty: it is not that. */
    static Optional<byte[]> decode(String text, int from) {
        int length = text.length() - from;
        if (length % 4 != 0) {
            return Optional.empty();
        }
        int padding =
                length > 0 && text.charAt(text.length() - 1) == '=' ? text.charAt(text.length() - 2) == '=' ? 2 : 1 : 0;
        byte[] decoded = new byte[length / 4 * 3 - padding];
        int end = text.length() - padding;
        int bits = 0;
        int at = 0;
        int pending = 0;
        boolean right = true;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            int value = c < VALUES.length ? VALUES[c] : -1;
            right &= value >= 0;
            bits = bits << 6 | (value & 0x3F);
            pending += 6;
            if (pending >= Byte.SIZE) {
                pending -= Byte.SIZE;
                decoded[at++] = (byte) (bits >> pending);
            }
        }
        right &= (bits & (1 << pending) - 1) == 0;
        return right ? Optional.of(decoded) : Optional.empty();
    }

    private static byte[] values() {
        byte[] values = new byte[128];
        Arrays.fill(values, (byte) -1);
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < alphabet.length(); i++) {
            values[alphabet.charAt(i)] = (byte) i;
        }
        return values;
    }
}
