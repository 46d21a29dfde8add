package dev.countersign.keys;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/**
 * Makes encodings of ASN.1 out of a few words, such as {@code 3080*7000 0000*7000}: hexadecimal digits, as often as is
 * said; or {@code nested:<levels>:<innermost>}.
 */
public final class Encodings {

    private Encodings() {}

    public static byte[] of(String words) {
        ByteArrayOutputStream encoding = new ByteArrayOutputStream();
        for (String word : words.split(" ", -1)) {
            if (word.startsWith("nested:")) {
                String[] parts = word.split(":", 3);
                encoding.writeBytes(nested(Integer.parseInt(parts[1]), hex(parts[2])));
            } else {
                String[] parts = word.split("\\*", 2);
                for (int i = parts.length == 1 ? 1 : Integer.parseInt(parts[1]); i > 0; i--) {
                    encoding.writeBytes(hex(parts[0]));
                }
            }
        }
        return encoding.toByteArray();
    }

    /** Sequences in one another. */
    private static byte[] nested(int levels, byte[] innermost) {
        byte[] heads = new byte[6 * levels];
        int at = heads.length;
        int length = innermost.length;
        for (int i = 0; i < levels; i++) {
            int end = at;
            for (int rest = length; rest > 0 || at == end; rest >>>= 8) {
                heads[--at] = (byte) rest;
            }
            if (length > 127) {
                heads[at - 1] = (byte) (0x80 | end - at);
                at--;
            }
            heads[--at] = 0x30;
            length += end - at;
        }
        byte[] encoding = new byte[heads.length - at + innermost.length];
        System.arraycopy(heads, at, encoding, 0, heads.length - at);
        System.arraycopy(innermost, 0, encoding, heads.length - at, innermost.length);
        return encoding;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
