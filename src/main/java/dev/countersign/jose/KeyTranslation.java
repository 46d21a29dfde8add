package dev.countersign.jose;

import dev.countersign.auth.SignatureProviders;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/** Makes a key into the kind of object that its provider verifies with, once, so that the provider need not do it for each signature. Thread-safe. */
final class KeyTranslation {

    private final SignatureProviders providers;

    KeyTranslation(SignatureProviders providers) {
        this.providers = providers;
    }

    /** The key as it was where its provider has no use for that. */
    PublicKey translate(PublicKey key, JwsAlgorithm algorithm) {
        Optional<Provider> provider = providers.of(algorithm.registeredName());
        if (provider.isEmpty()) {
            return key;
        }
        try {
            KeyFactory factory = KeyFactory.getInstance(
                    algorithm.family() == JwsAlgorithm.Family.EDDSA ? "Ed25519" : key.getAlgorithm(), provider.get());
            return factory.generatePublic(new X509EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            return key;
        }
    }
}
