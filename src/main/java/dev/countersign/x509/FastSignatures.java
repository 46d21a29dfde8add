package dev.countersign.x509;

import dev.countersign.auth.SignatureProviders;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.JwsAlgorithm.Family;
import java.security.Provider;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses BouncyCastle for elliptic curves, where it is many times faster than the platform, and the platform for
 * everything else. Keys of either work with either; those of {@link PublicKeys} spare it the conversion. Immutable.
 */
public final class FastSignatures implements SignatureProviders {

    private static final Set<Family> FASTER = Set.of(Family.ECDSA, Family.EDDSA);

    @Override
    public Optional<Provider> of(String algorithm) {
        return JwsAlgorithm.named(algorithm)
                .filter(known -> FASTER.contains(known.family()))
                .map(known -> BouncyCastle.PROVIDER);
    }
}
