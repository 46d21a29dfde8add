package dev.countersign.signing;

import dev.countersign.auth.VerificationKey;
import dev.countersign.keys.JwsAlgorithm;
import java.security.PublicKey;
import java.util.Optional;

/**
 * A key that another issuer publishes: for the algorithm that it names, or, where it names none, for every one that its
 * type fits. Immutable.
 */
record ForeignKey(VerificationKey published) implements TokenVerifier {

    @Override
    public PublicKey key() {
        return published.key();
    }

    @Override
    public Optional<JwsAlgorithm> algorithm(String name) {
        return JwsAlgorithm.named(name)
                .filter(algorithm -> algorithm.fits(published.key()))
                .filter(algorithm -> published
                        .algorithm()
                        .flatMap(JwsAlgorithm::named)
                        .map(algorithm::equals)
                        .orElse(true));
    }
}
