package dev.countersign.http;

import java.util.Optional;

/** Reads an access token from the {@code Authorization} header, the only place for it here (RFC 6750, section 2.1). */
final class BearerToken {

    static final String SCHEME = "Bearer";

    private BearerToken() {}

    /**
     * What stands behind the scheme, be it a token or not; empty: the field has another scheme.
     *
     * @param authorization the value of one such field
     */
    static Optional<String> read(String authorization) {
        return Headers.hasScheme(authorization, SCHEME)
                ? Optional.of(authorization.substring(SCHEME.length()).strip())
                : Optional.empty();
    }
}
