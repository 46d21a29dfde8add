package dev.countersign.text;

import java.util.HexFormat;

/**
 * Decodes percent-encoding (RFC 3986, section 2.1) of ASCII, strictly and once; a plus sign stands for itself.
 * Stateless.
 */
public final class PercentCoding {

    private PercentCoding() {}

    /**
     * @throws MalformedException when a percent sign is not followed by two hexadecimal digits, or a character is
     *     outside of ASCII, encoded or not
     */
    public static String decodeAscii(String text) throws MalformedException {
        StringBuilder decoded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                c = encoded(text, i);
                i += 2;
            }
            if (c > 0x7F) {
                throw new MalformedException("a character is outside of ASCII");
            }
            decoded.append(c);
        }
        return decoded.toString();
    }

    private static char encoded(String text, int at) throws MalformedException {
        if (at + 2 >= text.length()
                || !HexFormat.isHexDigit(text.charAt(at + 1))
                || !HexFormat.isHexDigit(text.charAt(at + 2))) {
            throw new MalformedException("a percent sign is not followed by two hexadecimal digits");
        }
        return (char) HexFormat.fromHexDigits(text, at + 1, at + 3);
    }
}
