package dev.countersign.x509;

import dev.countersign.auth.UnacceptableKeyException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The one block of a PEM text (RFC 7468, section 3, the strict form): nothing before it and nothing behind it but blanks. Not to be changed. */
final class PemBlock {

    private static final String BEGIN = "-----BEGIN ";

    private static final Pattern SOLE_BLOCK = Pattern.compile(
            "\\s*+-----BEGIN ([A-Z0-9][A-Z0-9 ]{0,39})-----[ \\t]*+\\r?\\n([A-Za-z0-9+/=\\r\\n]++)-----END \\1-----\\s*+");

    private final String label;
    private final byte[] der;

    private PemBlock(String label, byte[] der) {
        this.label = label;
        this.der = der;
    }

    static boolean begins(String text) {
        return text.stripLeading().startsWith(BEGIN);
    }

    /** @throws UnacceptableKeyException with the reason */
    static PemBlock read(String text) {
        if (text.indexOf(BEGIN) != text.lastIndexOf(BEGIN)) {
            throw Complaint.ofFile("there is more than one PEM block; each goes by itself");
        }
        Matcher block = SOLE_BLOCK.matcher(text);
        if (!block.matches()) {
            throw Complaint.ofFile("the PEM text is one block, with nothing before or behind it");
        }
        String base64 = block.group(2).replaceAll("[\\r\\n]", "");
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            if (!Base64.getEncoder().encodeToString(der).equals(base64)) {
                throw Complaint.ofFile("the PEM block holds bits that mean nothing");
            }
            return new PemBlock(block.group(1), der);
        } catch (IllegalArgumentException e) {
            throw Complaint.ofFile("the PEM block holds no Base64", e);
        }
    }

    /** What stands between {@code BEGIN} and the dashes. */
    String label() {
        return label;
    }

    byte[] der() {
        return der;
    }
}
