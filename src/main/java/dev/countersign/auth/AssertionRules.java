package dev.countersign.auth;

import dev.countersign.text.BaseUrl;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * The configured rules for signed assertions, the same for all clients. Immutable.
 *
 * @param issuer the server's issuer identifier (RFC 8414, section 2)
 * @param audience unless the client has a policy of its own
 * @param clockSkew the largest difference between the client's clock and the server's
 * @param longestLife how far {@code exp} may lie ahead, and {@code iat} back
 * @param algorithms the JWS algorithms that are allowed here, by their registered names; never empty
 * @param expiredCertificates whether the key of a registered certificate counts outside of the certificate's validity
 */
public record AssertionRules(
        URI issuer,
        AudiencePolicy audience,
        Duration clockSkew,
        Duration longestLife,
        Set<String> algorithms,
        boolean expiredCertificates) {

    public AssertionRules {
        algorithms = Set.copyOf(algorithms);
        if (algorithms.isEmpty()) {
            throw new IllegalArgumentException("no algorithm is allowed");
        }
    }

    /** The token endpoint in the metadata; never taken from a request. */
    public String tokenEndpoint() {
        return BaseUrl.with(issuer, "/token");
    }
}
