package dev.countersign.client;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a client may do with access tokens. Immutable.
 *
 * @param grantTypes by which it may get one (RFC 7591, section 2); may be empty
 * @param lifetime of its tokens, in place of the server's; empty: the server's
 * @param introspection whether it is a resource server, which may introspect the tokens of others (RFC 7662)
 * @param certificateBound whether its tokens are good only over a connection with the TLS certificate with which it got
 *     them (RFC 8705, section 3)
 * @param notBefore tokens that were issued before are dead; empty: none is because of this
 */
public record TokenRules(
        List<String> grantTypes,
        Optional<Duration> lifetime,
        boolean introspection,
        boolean certificateBound,
        Optional<Instant> notBefore) {

    /** RFC 6749, section 4.4.2. */
    public static final String CLIENT_CREDENTIALS = "client_credentials";

    /** Shortest life of a token. */
    public static final Duration MIN_LIFETIME = Duration.ofMinutes(1);

    /** Longest life of a token, so that also the longest time for which a retired signing key is published. */
    public static final Duration MAX_LIFETIME = Duration.ofHours(1);

    /** Of a client for which nothing else is registered. */
    public static final TokenRules DEFAULT =
            new TokenRules(List.of(CLIENT_CREDENTIALS), Optional.empty(), false, false, Optional.empty());

    /** @throws IllegalArgumentException when the lifetime is too short or too long */
    public TokenRules {
        grantTypes = List.copyOf(grantTypes);
        if (lifetime.isPresent()
                && (lifetime.get().compareTo(MIN_LIFETIME) < 0 || lifetime.get().compareTo(MAX_LIFETIME) > 0)) {
            throw new IllegalArgumentException("a token lives from " + MIN_LIFETIME + " to " + MAX_LIFETIME);
        }
    }

    /** The same, with all tokens ended that were issued before. */
    public TokenRules endedBefore(Instant moment) {
        return new TokenRules(grantTypes, lifetime, introspection, certificateBound, Optional.of(moment));
    }
}
