package dev.countersign.x509;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UniversalString;

/**
 * A value of a certificate's name as text (RFC 4514, section 2.4). A {@code T61String} is read as Latin-1, as its
 * writers mean it (RFC 5280, section 4.1.2.4, advises against it). Stateless.
 */
final class NameValue {

    private static final Charset UTF_32 = Charset.forName("UTF-32BE");
    private static final String SPECIAL = ",=+<>#;\"\\";
    private static final HexFormat HEX = HexFormat.of();
    private static final HexFormat ESCAPED = HEX.withUpperCase();

    private NameValue() {}

    /** Escaped; what is no string is in hexadecimal. */
    static String text(ASN1Encodable value) {
        if (value instanceof ASN1UniversalString wide) {
            return escaped(new String(wide.getOctets(), UTF_32));
        }
        if (!(value instanceof ASN1String string) || value instanceof ASN1BitString) {
            return hexadecimal(value);
        }
        try {
            return escaped(string.getString());
        } catch (IllegalArgumentException e) {
            // It says UTF-8, and is none.
            return ofBytes(content(value));
        }
    }

    static String hexadecimal(ASN1Encodable value) {
        return "#" + HEX.formatHex(encoded(value));
    }

    private static String escaped(String text) {
        int from = 0;
        while (from < text.length() && text.charAt(from) == ' ') {
            from++;
        }
        int to = text.length();
        while (to > from && text.charAt(to - 1) == ' ') {
            to--;
        }
        StringBuilder escaped = new StringBuilder(text.length() + 2);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i < from || i >= to || SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /** Printable ASCII as such, all other bytes as they are, in hexadecimal. */
    private static String ofBytes(byte[] content) {
        StringBuilder shown = new StringBuilder();
        escaped(new String(content, StandardCharsets.ISO_8859_1))
                .chars()
                .forEach(c -> shown.append(
                        c >= ' ' && c <= '~' ? String.valueOf((char) c) : "\\" + ESCAPED.toHexDigits((byte) c)));
        return shown.toString();
    }

    /** Without tag and length (X.690, section 8.1.3). */
    private static byte[] content(ASN1Encodable value) {
        byte[] encoded = encoded(value);
        int lengthBytes = encoded[1] < 0 ? 1 + (encoded[1] & 0x7F) : 1;
        return Arrays.copyOfRange(encoded, 1 + lengthBytes, encoded.length);
    }

    private static byte[] encoded(ASN1Encodable value) {
        try {
            return value.toASN1Primitive().getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("a value in memory is always encoded", e);
        }
    }
}
