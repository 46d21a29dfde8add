package dev.countersign.client;

/**
 * The registered name of a way to authenticate a client, {@code token_endpoint_auth_method} (RFC 7591, section 2), or a
 * URI for one that a plug-in brings. A value and not an enum, since the list is open. Immutable.
 */
public record AuthMethod(String name) {

    /** The secret in the {@code Authorization} header (RFC 6749, section 2.3.1). */
    public static final AuthMethod CLIENT_SECRET_BASIC = new AuthMethod("client_secret_basic");

    /** The secret in the request body (RFC 6749, section 2.3.1). */
    public static final AuthMethod CLIENT_SECRET_POST = new AuthMethod("client_secret_post");

    /** An assertion that the client signed with its private key (OpenID Connect Core 1.0, section 9). */
    public static final AuthMethod PRIVATE_KEY_JWT = new AuthMethod("private_key_jwt");

    /** An assertion with a MAC whose key is the client's secret (OpenID Connect Core 1.0, section 9). */
    public static final AuthMethod CLIENT_SECRET_JWT = new AuthMethod("client_secret_jwt");

    /** A TLS certificate from a CA that is trusted for clients, by its subject (RFC 8705, section 2.1). */
    public static final AuthMethod TLS_CLIENT_AUTH = new AuthMethod("tls_client_auth");

    /** A TLS certificate that is registered itself (RFC 8705, section 2.2). */
    public static final AuthMethod SELF_SIGNED_TLS_CLIENT_AUTH = new AuthMethod("self_signed_tls_client_auth");

    /** An access token of ours, which the client has got by one of the others (RFC 6750); never registered. */
    public static final AuthMethod BEARER = new AuthMethod("bearer");

    /** In characters. */
    public static final int MAX_CHARS = 255;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when the name is empty, too long, or holds anything but visible ASCII characters
     */
    public AuthMethod {
        if (name.isEmpty() || name.length() > MAX_CHARS || !name.chars().allMatch(c -> c > 0x20 && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "an authentication method is a name of 1 to " + MAX_CHARS + " visible ASCII characters");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
