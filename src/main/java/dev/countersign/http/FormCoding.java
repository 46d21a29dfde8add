package dev.countersign.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Takes back the encoding of {@code application/x-www-form-urlencoded} (RFC 6749, appendix B), strictly: every {@code %} is followed by two
 * hexadecimal digits, and the bytes are UTF-8 in its shortest form.
 */
final class FormCoding {

    private FormCoding() {}

    /** Into a new array of just the right length, so that no copy stays behind. */
    static byte[] decode(byte[] text, int from, int to) throws BadRequestException {
        int length = to - from;
        for (int i = from; i < to; i++) {
            if (text[i] == '%') {
                if (i + 2 >= to || Hex.value(text[i + 1]) < 0 || Hex.value(text[i + 2]) < 0) {
                    throw new BadRequestException("a percent sign is not followed by two hexadecimal digits");
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
                decoded[i] = (byte) (Hex.value(text[at + 1]) << 4 | Hex.value(text[at + 2]));
                at += 3;
            } else {
                decoded[i] = b == '+' ? (byte) ' ' : b;
                at++;
            }
        }
        return decoded;
    }

    static String decodeText(byte[] text, int from, int to) throws BadRequestException {
        byte[] decoded = decode(text, from, to);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadRequestException("the characters are not encoded in UTF-8");
        }
    }

    /** The characters that an id or a secret may have (RFC 6749, appendix A). */
    static boolean isPrintableAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0x20 || b > 0x7E) {
                return false;
            }
        }
        return true;
    }
}
