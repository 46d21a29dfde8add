package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Finds which of a client's registered secrets is presented. A refusal makes as many comparisons as for a client with
 * the largest number of secrets, so that the time tells neither their number nor whether there is such a client
 * (GEN-10). Thread-safe.
 */
final class SecretMatch {

    private static final ClientId DECOY = new ClientId("decoy");

    private final Comparison comparison;

    /** A hash of a secret that was never handed out. */
    private final ClientSecret decoy;

    SecretMatch(DerivedKeys keys, InstantSource clock) {
        this(new SecretHasher(keys)::matches, new RandomSecretIssuer(keys, clock));
    }

    SecretMatch(Comparison comparison, RandomSecretIssuer issuer) {
        this.comparison = comparison;
        this.decoy = issuer.issue(
                        DECOY, AuthMethod.CLIENT_SECRET_BASIC, Optional.empty(), "", Optional.empty(), Optional.empty())
                .registered();
    }

    /** Compares a presented secret with a stored hash, in constant time. */
    @FunctionalInterface
    interface Comparison {

        /** @throws dev.countersign.client.UnavailableException when the hash cannot be read here */
        boolean matches(SecretHash stored, ClientId client, String secretId, Secret presented);
    }

    /**
     * Every secret is compared, also after a match. Several can match when the same secret was imported twice: then a
     * live one is preferred.
     *
     * @throws dev.countersign.client.UnavailableException when a hash cannot be read here
     */
    Optional<ClientSecret> find(Secret presented, ClientId id, List<ClientSecret> candidates, Instant now) {
        if (isTooLong(presented)) {
            return Optional.empty();
        }
        Optional<ClientSecret> match = Optional.empty();
        for (ClientSecret candidate : candidates) {
            boolean matches = comparison.matches(candidate.hash(), id, candidate.id(), presented);
            if (matches && (match.isEmpty() || candidate.liveAt(now))) {
                match = Optional.of(candidate);
            }
        }
        return match;
    }

    /**
     * Makes the comparisons that a refusal lacks.
     *
     * @param compared how many secrets {@link #find} was given
     */
    void spend(Secret presented, int compared) {
        for (int i = compared; i < Client.MAX_SECRETS && !isTooLong(presented); i++) {
            comparison.matches(decoy.hash(), DECOY, decoy.id(), presented);
        }
    }

    /**
     * No client has a secret of that length, and hashing a long one would cost the server much and its sender nothing.
     */
    private static boolean isTooLong(Secret presented) {
        return presented.bytes().length > RandomSecretIssuer.MAX_CHOSEN_CHARS;
    }
}
