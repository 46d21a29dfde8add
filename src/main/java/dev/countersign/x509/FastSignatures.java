package dev.countersign.x509;

import dev.countersign.auth.SignatureProviders;
import java.security.Provider;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses BouncyCastle for elliptic curves, where it is many times faster than the platform, and the platform for everything else. Keys of either work with
 * either; those of {@link PublicKeys} spare it the conversion. Immutable.
 */
public final class FastSignatures implements SignatureProviders {

    /** By their names in RFC 7518, RFC 8037 and RFC 9864. */
    private static final Set<String> FASTER = Set.of("ES256", "ES384", "ES512", "EdDSA", "Ed25519");

    @Override
    public Optional<Provider> of(String algorithm) {
        return FASTER.contains(algorithm) ? Optional.of(BouncyCastle.PROVIDER) : Optional.empty();
    }
}
