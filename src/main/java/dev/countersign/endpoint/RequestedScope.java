package dev.countersign.endpoint;

import dev.countersign.client.Scopes;

/** The scope that a token is asked for (RFC 6749, section 3.3). Stateless. */
final class RequestedScope {

    private RequestedScope() {}

    /**
     * @param registered what the client may ask for, and gets when it asks for none
     * @throws OAuthException {@code invalid_scope}
     */
    static Scopes of(Parameters parameters, Scopes registered) throws OAuthException {
        String asked = parameters.one("scope").orElse("");
        try {
            Scopes scopes = Scopes.parse(asked);
            if (registered.tokens().containsAll(scopes.tokens())) {
                return asked.isEmpty() ? registered : scopes;
            }
        } catch (IllegalArgumentException e) {
            throw new OAuthException("invalid_scope", "the scope is malformed");
        }
        throw new OAuthException("invalid_scope", "the client has not been given this scope");
    }
}
