package dev.countersign.x509;

import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.manage.KeyPairType;
import dev.countersign.token.KeyPairMaker;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

/**
 * Makes the keys that sign access tokens, each of the size whose verification is cheapest for resource servers and that
 * is strong enough for its life (NIST SP 800-57, part 1). Thread-safe.
 */
public final class SigningKeyPairs implements KeyPairMaker {

    @Override
    public KeyPair make(JwsAlgorithm algorithm) {
        try {
            return KeyPairRecipe.of(type(algorithm)).make();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot make a key for " + algorithm.registeredName(), e);
        }
    }

    private static KeyPairType type(JwsAlgorithm algorithm) {
        return switch (algorithm) {
            case RS256, PS256 -> KeyPairType.RSA_2048;
            case ES256 -> KeyPairType.P_256;
            case EDDSA -> KeyPairType.ED25519;
            default -> throw new IllegalArgumentException("no tokens are signed by " + algorithm.registeredName());
        };
    }
}
