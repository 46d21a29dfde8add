package dev.countersign.token;

import dev.countersign.auth.AccessToken;
import dev.countersign.client.Client;
import dev.countersign.client.Scopes;
import java.util.List;
import java.util.Optional;

/** Issues access tokens (RFC 9068). Thread-safe. */
@FunctionalInterface
public interface TokenIssuer {

    /**
     * Signs a token; who may have it is for the caller to decide.
     *
     * @param audience at least one
     * @param certificate thumbprint of the TLS certificate that it is bound to (RFC 8705, section 3.1); empty: none
     * @throws dev.countersign.client.UnavailableException when the signing keys cannot be had
     */
    Issued issue(Client client, Scopes scopes, List<String> audience, Optional<String> certificate);

    /**
     * A new token.
     *
     * @param text the compact JWS
     */
    record Issued(String text, AccessToken token) {

        /** Without the token itself. */
        @Override
        public String toString() {
            return "Issued[" + token + "]";
        }
    }
}
