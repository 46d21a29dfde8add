package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import dev.countersign.text.SecretText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Finds which of a client's registered secrets is presented. How many comparisons a refusal makes follows from
 * the form of what is presented alone: one for a secret that names itself, otherwise as many as for a client with the
 * largest number of secrets. So the time tells neither their number nor whether there is such a client (GEN-10).
 * Thread-safe.
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
     * A secret in the form of {@link SecretText} names the one that it can be: one comparison is made, with a decoy
     * where the client has none of that id. Otherwise every secret is compared, also after a match. Several can
     * match when the same secret was imported twice: then a live one is preferred.
     *
     * @throws dev.countersign.client.UnavailableException when a hash cannot be read here
     */
    Optional<ClientSecret> find(Secret presented, ClientId id, List<ClientSecret> candidates, Instant now) {
        if (isTooLong(presented)) {
            return Optional.empty();
        }
        Optional<String> named = SecretText.id(presented.bytes());
        if (named.isPresent()) {
            return named(named.get(), presented, id, candidates);
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

    private Optional<ClientSecret> named(
            String secretId, Secret presented, ClientId id, List<ClientSecret> candidates) {
        Optional<ClientSecret> candidate = candidates.stream()
                .filter(secret -> secret.id().equals(secretId))
                .findFirst();
        if (candidate.isEmpty()) {
            compareWithDecoy(presented);
            return Optional.empty();
        }
        return candidate.filter(secret -> comparison.matches(secret.hash(), id, secret.id(), presented));
    }

    /**
     * Makes the comparisons that a refusal lacks after {@link #find}.
     *
     * @param compared how many secrets {@link #find} was given
     */
    void spendRest(Secret presented, int compared) {
        if (SecretText.id(presented.bytes()).isEmpty()) {
            spend(presented, Client.MAX_SECRETS - compared);
        }
    }

    /** Makes the comparisons of a refusal where there is no client to be compared with. */
    void spendAll(Secret presented) {
        spend(presented, SecretText.id(presented.bytes()).isPresent() ? 1 : Client.MAX_SECRETS);
    }

    private void spend(Secret presented, int comparisons) {
        for (int i = 0; i < comparisons && !isTooLong(presented); i++) {
            compareWithDecoy(presented);
        }
    }

    private void compareWithDecoy(Secret presented) {
        comparison.matches(decoy.hash(), DECOY, decoy.id(), presented);
    }

    /**
     * No client has a secret of that length, and hashing a long one would cost the server much and its sender nothing.
     */
    private static boolean isTooLong(Secret presented) {
        return presented.bytes().length > RandomSecretIssuer.MAX_CHOSEN_CHARS;
    }
}
