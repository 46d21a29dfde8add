package dev.countersign.secret;

import dev.countersign.auth.Secret;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds which of a client's registered secrets somebody presents. Thread-safe. */
final class SecretMatch {

    private final SecretHasher hasher;

    SecretMatch(SecretHasher hasher) {
        this.hasher = hasher;
    }

    /**
     * Every secret is compared, whether one matched already or not. Of several that match, which takes one to be imported twice, a live one counts.
     *
     * @throws dev.countersign.client.UnavailableException when a hash cannot be read here
     */
    Optional<ClientSecret> find(Secret presented, ClientId id, List<ClientSecret> candidates, Instant now) {
        Optional<ClientSecret> match = Optional.empty();
        for (ClientSecret candidate : candidates) {
            boolean matches = hasher.matches(candidate.hash(), id, candidate.id(), presented);
            if (matches && (match.isEmpty() || candidate.liveAt(now))) {
                match = Optional.of(candidate);
            }
        }
        return match;
    }
}
