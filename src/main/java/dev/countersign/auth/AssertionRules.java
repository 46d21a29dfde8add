package dev.countersign.auth;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * What every signed assertion has to keep to, whoever sent it. Immutable.
 *
 * @param issuer our issuer identifier (RFC 8414, section 2)
 * @param audience unless the client has a policy of its own
 * @param clockSkew how far the client's clock and ours may be apart
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

    /** Our token endpoint, as the metadata names it; never taken from a request. */
    public String tokenEndpoint() {
        String base = issuer.toString();
        return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/token";
    }
}
