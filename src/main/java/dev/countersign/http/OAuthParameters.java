package dev.countersign.http;

import java.util.Set;

/** The parameters that client authentication knows by name. */
final class OAuthParameters {

    static final String CLIENT_ID = "client_id";
    static final String CLIENT_SECRET = "client_secret";
    static final String CLIENT_ASSERTION = "client_assertion";
    static final String CLIENT_ASSERTION_TYPE = "client_assertion_type";

    /** Never in a query string (RFC 6749, section 2.3.1), and never shown to the application. */
    static final Set<String> CREDENTIALS = Set.of(CLIENT_SECRET, CLIENT_ASSERTION, CLIENT_ASSERTION_TYPE);

    /** At most once in a request, query and body together (RFC 6749, section 3.2). */
    static final Set<String> AT_MOST_ONCE =
            Set.of(CLIENT_ID, CLIENT_SECRET, CLIENT_ASSERTION, CLIENT_ASSERTION_TYPE, "grant_type", "scope");

    private OAuthParameters() {}
}
