package dev.countersign.auth;

import dev.countersign.client.ClientId;
import dev.countersign.client.Scopes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The claims of an access token of ours (RFC 9068, section 2.2) whose signature was verified, or that is about to be
 * signed. Immutable.
 *
 * @param id its {@code jti}
 * @param clientId its {@code client_id} and {@code sub}
 * @param audience at least one
 * @param scopes may be none
 * @param certificate thumbprint of the TLS certificate that it is bound to ({@code cnf}, {@code x5t#S256}; RFC 8705,
 *     section 3.1); empty: none
 * @param keyId of the key that signed it
 */
public record AccessToken(
        String id,
        ClientId clientId,
        List<String> audience,
        Scopes scopes,
        Instant issuedAt,
        Instant expiresAt,
        Optional<String> certificate,
        String keyId) {

    public AccessToken {
        audience = List.copyOf(audience);
    }
}
