package dev.countersign.mtls;

/** Compares subject alternative names (RFC 5280, section 4.2.1.6). Stateless. */
final class SubjectNames {

    private SubjectNames() {}

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
