package dev.countersign.jws;

import dev.countersign.auth.SignatureProviders;
import dev.countersign.keys.JwsAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a key into the kind of object that its provider verifies with, once, so that the provider need not do it for
 * each signature. Thread-safe.
 */
public final class KeyTranslation {

    private final SignatureProviders providers;

    public KeyTranslation(SignatureProviders providers) {
        this.providers = providers;
    }

    /** The key unchanged, where its provider cannot translate it. */
    public PublicKey translate(PublicKey key) {
        Optional<JwsAlgorithm> algorithm =
                Stream.of(JwsAlgorithm.values()).filter(each -> each.fits(key)).findFirst();
        Optional<Provider> provider = algorithm.flatMap(each -> providers.of(each.registeredName()));
        if (provider.isEmpty()) {
            return key;
        }
        try {
            KeyFactory factory = KeyFactory.getInstance(
                    algorithm.get() == JwsAlgorithm.EDDSA ? "Ed25519" : key.getAlgorithm(), provider.get());
            return factory.generatePublic(new X509EncodedKeySpec(key.getEncoded()));
        } catch (GeneralSecurityException e) {
            return key;
        }
    }
}
