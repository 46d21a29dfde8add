package dev.countersign.x509;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/** Shows a certificate's name as text (RFC 4514), in which nothing moves the cursor and nothing is longer than people read. Stateless. */
final class NameText {

    /** In characters; longer ones end with an ellipsis. */
    static final int LONGEST = 512;

    private static final String ELLIPSIS = "…";

    /** Types that people know by name although RFC 4514 does not; their values would be shown in hexadecimal. */
    private static final Map<String, String> KNOWN = Map.of(
            "1.2.840.113549.1.9.1", "EMAILADDRESS",
            "2.5.4.4", "SURNAME",
            "2.5.4.5", "SERIALNUMBER",
            "2.5.4.12", "T",
            "2.5.4.42", "GIVENNAME",
            "2.5.4.97", "ORGANIZATIONIDENTIFIER");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private NameText() {}

    static String of(X500Principal name) {
        String text = name.getName(X500Principal.RFC2253, KNOWN);
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = unitEnd(text, at);
            String unit = shown(text, at, end);
            if (shown.length() + unit.length() > LONGEST) {
                return shown.append(ELLIPSIS).toString();
            }
            shown.append(unit);
            at = end;
        }
        return shown.toString();
    }

    /** A character, with the backslash before it if there is one, or the two digits of a byte with theirs: they are not to be torn apart. */
    private static int unitEnd(String text, int start) {
        int next = text.offsetByCodePoints(start, 1);
        if (text.charAt(start) != '\\' || next == text.length()) {
            return next;
        }
        return HexFormat.isHexDigit(text.charAt(next))
                ? Math.min(next + 2, text.length())
                : text.offsetByCodePoints(next, 1);
    }

    /** Its bytes in hexadecimal, if it cannot be seen (RFC 4514, section 2.4, which allows that for every character). */
    private static String shown(String text, int start, int end) {
        if (ShownText.isShown(text.codePointBefore(end))) {
            return text.substring(start, end);
        }
        StringBuilder escaped = new StringBuilder();
        for (byte octet : text.substring(text.offsetByCodePoints(end, -1), end).getBytes(StandardCharsets.UTF_8)) {
            escaped.append('\\').append(HEX.toHexDigits(octet));
        }
        return escaped.toString();
    }
}
