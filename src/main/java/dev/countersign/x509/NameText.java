package dev.countersign.x509;

import dev.countersign.text.ShownText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Shows a certificate's name as text (RFC 4514), without control characters and cut to a readable length. The platform
 * is not asked: what it makes of older string types differs from version to version. Stateless.
 */
final class NameText {

    /** In characters; longer ones end with an ellipsis. */
    static final int MAX_CHARS = 512;

    private static final String ELLIPSIS = "…";

    /** RFC 4514, section 3, and types with well-known names that it lacks; others are shown by their numbers. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("2.5.4.3", "CN"),
            Map.entry("2.5.4.7", "L"),
            Map.entry("2.5.4.8", "ST"),
            Map.entry("2.5.4.10", "O"),
            Map.entry("2.5.4.11", "OU"),
            Map.entry("2.5.4.6", "C"),
            Map.entry("2.5.4.9", "STREET"),
            Map.entry("0.9.2342.19200300.100.1.25", "DC"),
            Map.entry("0.9.2342.19200300.100.1.1", "UID"),
            Map.entry("1.2.840.113549.1.9.1", "EMAILADDRESS"),
            Map.entry("2.5.4.4", "SURNAME"),
            Map.entry("2.5.4.5", "SERIALNUMBER"),
            Map.entry("2.5.4.12", "T"),
            Map.entry("2.5.4.42", "GIVENNAME"),
            Map.entry("2.5.4.97", "ORGANIZATIONIDENTIFIER"));

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private NameText() {}

    static String of(X500Principal name) {
        RDN[] parts = X500Name.getInstance(name.getEncoded()).getRDNs();
        StringBuilder text = new StringBuilder();
        // The most specific part comes first (RFC 4514, section 2.1).
        for (int i = parts.length - 1; i >= 0; i--) {
            String separator = text.isEmpty() ? "" : ",";
            for (AttributeTypeAndValue pair : parts[i].getTypesAndValues()) {
                text.append(separator).append(pair(pair));
                separator = "+";
            }
        }
        return shown(text.toString());
    }

    /** A value of an unknown type is not interpreted (RFC 4514, section 2.4). */
    private static String pair(AttributeTypeAndValue pair) {
        String type = pair.getType().getId();
        return KNOWN.containsKey(type)
                ? KNOWN.get(type) + "=" + NameValue.text(pair.getValue())
                : type + "=" + NameValue.hexadecimal(pair.getValue());
    }

    private static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = unitEnd(text, at);
            String unit = shown(text, at, end);
            if (shown.length() + unit.length() > MAX_CHARS) {
                return shown.append(ELLIPSIS).toString();
            }
            shown.append(unit);
            at = end;
        }
        return shown.toString();
    }

    /**
     * A character, with the backslash before it if there is one, or the two digits of a byte with theirs: they are not
     * to be torn apart.
     */
    private static int unitEnd(String text, int start) {
        int next = text.offsetByCodePoints(start, 1);
        if (text.charAt(start) != '\\' || next == text.length()) {
            return next;
        }
        return HexFormat.isHexDigit(text.charAt(next))
                ? Math.min(next + 2, text.length())
                : text.offsetByCodePoints(next, 1);
    }

    /**
     * Its bytes in hexadecimal, if it cannot be seen (RFC 4514, section 2.4, which allows that for every character).
     */
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
