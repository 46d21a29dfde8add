package dev.countersign.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Decodes {@code application/x-www-form-urlencoded} (RFC 6749, appendix B), strictly: every {@code %} is followed by
 * two hexadecimal digits of ASCII, and the bytes are UTF-8 in its shortest form. Stateless.
 */
public final class FormCoding {

    private FormCoding() {}

    /**
     * Decodes into a new array of the exact length, so that no copy of a secret is left in a larger buffer.
     *
     * @throws MalformedException when a percent sign is not followed by two hexadecimal digits
     */
    public static byte[] decode(byte[] text, int from, int to) throws MalformedException {
        int length = to - from;
        for (int i = from; i < to; i++) {
            if (text[i] == '%') {
                if (i + 2 >= to || !HexFormat.isHexDigit(text[i + 1]) || !HexFormat.isHexDigit(text[i + 2])) {
                    throw new MalformedException("a percent sign is not followed by two hexadecimal digits");
                }
                length -= 2;
                i += 2;
            }
        }
        byte[] decoded = new byte[length];
        int at = from;
        for (int i = 0; i < length; i++) {
            byte b = text[at];
            if (b == '%') {
                decoded[i] = (byte) (HexFormat.fromHexDigit(text[at + 1]) << 4 | HexFormat.fromHexDigit(text[at + 2]));
                at += 3;
            } else {
                decoded[i] = b == '+' ? (byte) ' ' : b;
                at++;
            }
        }
        return decoded;
    }

    /**
     * @throws MalformedException when a percent sign is not followed by two hexadecimal digits, or the bytes are not
     *     UTF-8
     */
    public static String decodeText(byte[] text, int from, int to) throws MalformedException {
        byte[] decoded = decode(text, from, to);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("the characters are not encoded in UTF-8");
        }
    }
}
