package dev.countersign.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The form of the secrets that the server makes, by which scanners find them and by which the server knows which one it
 * is: {@value #PREFIX}, the secret's id, the random part, and a checksum of all before it. The last three are in base62
 * by position, with the digits 0-9, A-Z, a-z and leading zeros. Stateless.
 */
public final class SecretText {

    /** No chosen secret begins with it. */
    public static final String PREFIX = "csk_";

    /** Of the secret's id, in characters. */
    public static final int ID_CHARS = 16;

    /** Of a secret with 256 random bits, in characters. */
    public static final int LENGTH = 69;

    /** Of a secret with 512 random bits, which serves as the key of a MAC, in characters. */
    public static final int KEY_LENGTH = 112;

    private static final int CHECKSUM_CHARS = 6;
    private static final int BASE = 62;
    private static final byte[] DIGITS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PREFIX_BYTES = PREFIX.getBytes(StandardCharsets.US_ASCII);

    private SecretText() {}

    /**
     * Composes a secret.
     *
     * @param length {@link #LENGTH} for 32 random bytes, {@link #KEY_LENGTH} for 64
     * @throws IllegalArgumentException when the id is not one, or the bytes are too many for the length
     */
    public static byte[] compose(String id, byte[] random, int length) {
        byte[] idBytes = id.getBytes(StandardCharsets.US_ASCII);
        if (idBytes.length != ID_CHARS || !allDigits(idBytes, 0, ID_CHARS)) {
            throw new IllegalArgumentException("the id is not " + ID_CHARS + " base62 digits");
        }
        int randomAt = PREFIX_BYTES.length + ID_CHARS;
        int checksumAt = length - CHECKSUM_CHARS;
        byte[] text = new byte[length];
        System.arraycopy(PREFIX_BYTES, 0, text, 0, PREFIX_BYTES.length);
        System.arraycopy(idBytes, 0, text, PREFIX_BYTES.length, ID_CHARS);
        byte[] digits = base62(random, checksumAt - randomAt);
        System.arraycopy(digits, 0, text, randomAt, digits.length);
        Arrays.fill(digits, (byte) 0);
        System.arraycopy(checksum(text, checksumAt), 0, text, checksumAt, CHECKSUM_CHARS);
        return text;
    }

    /** A number, its most significant byte first, in base62 with this many digits. */
    public static byte[] base62(byte[] number, int digits) {
        byte[] rest = number.clone();
        byte[] text = new byte[digits];
        for (int at = digits - 1; at >= 0; at--) {
            int remainder = 0;
            for (int i = 0; i < rest.length; i++) {
                int dividend = remainder << Byte.SIZE | Byte.toUnsignedInt(rest[i]);
                rest[i] = (byte) (dividend / BASE);
                remainder = dividend % BASE;
            }
            text[at] = DIGITS[remainder];
        }
        boolean fits = true;
        for (byte left : rest) {
            fits &= left == 0;
        }
        if (!fits) {
            throw new IllegalArgumentException("the number has more than " + digits + " base62 digits");
        }
        return text;
    }

    /** Whether it begins as the server's secrets do. */
    public static boolean isClaimed(byte[] text) {
        return text.length >= PREFIX_BYTES.length
                && Arrays.mismatch(text, 0, PREFIX_BYTES.length, PREFIX_BYTES, 0, PREFIX_BYTES.length) < 0;
    }

    /** The id of the secret, where the text has the form of one, whatever its checksum. */
    public static Optional<String> id(byte[] text) {
        boolean formed = (text.length == LENGTH || text.length == KEY_LENGTH)
                && isClaimed(text)
                && allDigits(text, PREFIX_BYTES.length, text.length);
        return formed
                ? Optional.of(new String(text, PREFIX_BYTES.length, ID_CHARS, StandardCharsets.US_ASCII))
                : Optional.empty();
    }

    /** Whether it has the form of a secret and its checksum fits: then it was neither cut off nor mistyped. */
    public static boolean isWhole(byte[] text) {
        if (id(text).isEmpty()) {
            return false;
        }
        int checksumAt = text.length - CHECKSUM_CHARS;
        return Arrays.mismatch(text, checksumAt, text.length, checksum(text, checksumAt), 0, CHECKSUM_CHARS) < 0;
    }

    /** How many base62 digits stand in the text from {@code from} on, at most {@code most}. */
    static int digitsAt(CharSequence text, int from, int most) {
        int end = Math.min(text.length(), from + most);
        int at = from;
        while (at < end && isDigit(text.charAt(at))) {
            at++;
        }
        return at - from;
    }

    private static byte[] checksum(byte[] text, int length) {
        CRC32 crc = new CRC32();
        crc.update(text, 0, length);
        long value = crc.getValue();
        return base62(
                new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value},
                CHECKSUM_CHARS);
    }

    private static boolean allDigits(byte[] text, int from, int to) {
        boolean all = true;
        for (int i = from; i < to; i++) {
            all &= isDigit((char) text[i]);
        }
        return all;
    }

    private static boolean isDigit(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
