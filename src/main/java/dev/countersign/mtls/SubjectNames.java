package dev.countersign.mtls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Reads and compares a certificate's subject alternative names (RFC 5280, section 4.2.1.6). Stateless. */
final class SubjectNames {

    /** The tags of {@code GeneralName}. */
    static final int EMAIL = 1;

    static final int DNS = 2;
    static final int URI = 6;
    static final int IP = 7;

    private SubjectNames() {}

    /** Those with this tag; none where the extension cannot be read. */
    static List<String> of(X509Certificate certificate, int tag) {
        Collection<List<?>> names;
        try {
            names = certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            // A name that cannot be read identifies no client.
            return List.of();
        }
        List<String> found = new ArrayList<>();
        for (List<?> name : names == null ? List.<List<?>>of() : names) {
            if (name.get(0).equals(tag) && name.get(1) instanceof String text) {
                found.add(text);
            }
        }
        return found;
    }

    static boolean isVisibleAscii(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    }

    /** Letters outside of ASCII have no case here: some of them become ASCII letters by a change of case. */
    static boolean equalsIgnoringAsciiCase(String one, String other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (lower(one.charAt(i)) != lower(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The local part exactly, the host without regard to ASCII case (RFC 5280, section 7.5). */
    static boolean isSameMailbox(String one, String other) {
        int at = one.lastIndexOf('@');
        return at > 0
                && other.lastIndexOf('@') == at
                && one.regionMatches(0, other, 0, at)
                && equalsIgnoringAsciiCase(one.substring(at), other.substring(at));
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
