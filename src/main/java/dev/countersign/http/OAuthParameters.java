package dev.countersign.http;

import java.util.Set;

/** The names of the parameters of client authentication. */
final class OAuthParameters {

    static final String CLIENT_ID = "client_id";
    static final String CLIENT_SECRET = "client_secret";
    static final String CLIENT_ASSERTION = "client_assertion";
    static final String CLIENT_ASSERTION_TYPE = "client_assertion_type";

    /** RFC 6750, sections 2.2 and 2.3; not accepted here. */
    static final String ACCESS_TOKEN = "access_token";

    /** Never in a query string (RFC 6749, section 2.3.1), and never shown to the application. */
    static final Set<String> CREDENTIALS = Set.of(CLIENT_SECRET, CLIENT_ASSERTION, CLIENT_ASSERTION_TYPE);

    /** At most once in a request, query and body together (RFC 6749, section 3.2). */
    static final Set<String> AT_MOST_ONCE = Set.of(
            CLIENT_ID, CLIENT_SECRET, CLIENT_ASSERTION, CLIENT_ASSERTION_TYPE, ACCESS_TOKEN, "grant_type", "scope");

    /** The reason for administrators when a secret is not printable ASCII. */
    static final String UNPRINTABLE = "a secret with a character or an escape that secrets must not have";

    private OAuthParameters() {}

    /** Whether all characters are allowed in an id or a secret (RFC 6749, appendix A). */
    static boolean isPrintableAscii(byte[] value) {
        for (byte b : value) {
            if (b < 0x20 || b > 0x7E) {
                return false;
            }
        }
        return true;
    }

    /**
     * Why such a secret is refused, for administrators; tells nothing of it but a line break at its end, which files
     * and shells add.
     */
    static String unprintable(byte[] secret) {
        boolean ended = secret.length > 0 && (secret[secret.length - 1] == '\n' || secret[secret.length - 1] == '\r');
        return UNPRINTABLE + (ended ? ": it ends with a line break, as a file often does" : "");
    }
}
