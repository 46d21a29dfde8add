package dev.countersign.jws;

import dev.countersign.auth.SignatureProviders;
import dev.countersign.keys.JwsAlgorithm;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies signatures (RFC 7518, sections 3.2 to 3.5; RFC 8037, section 3.1), each algorithm by the provider that does
 * it fastest. Thread-safe.
 */
public final class SignatureCheck {

    private final Map<JwsAlgorithm, Optional<Provider>> providers = new EnumMap<>(JwsAlgorithm.class);

    public SignatureCheck(SignatureProviders providers) {
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            this.providers.put(algorithm, providers.of(algorithm.registeredName()));
        }
    }

    /** False also where the form of the signature does not fit the key. */
    public boolean verifies(JwsAlgorithm algorithm, PublicKey key, byte[] input, byte[] signature) {
        if (!SignatureForm.isPossible(algorithm, key, signature)) {
            return false;
        }
        try {
            Signature verifier = of(algorithm);
            if (algorithm.family() == JwsAlgorithm.Family.RSA_PSS) {
                verifier.setParameter(pssParameters(algorithm));
            }
            verifier.initVerify(key);
            verifier.update(input);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // The provider rejects the form of the key or of the signature by an exception.
            return false;
        }
    }

    /** Compares in constant time. */
    public boolean verifies(JwsAlgorithm algorithm, byte[] secret, byte[] input, byte[] signature) {
        try {
            Optional<Provider> provider = providers.getOrDefault(algorithm, Optional.empty());
            Mac mac = provider.isPresent()
                    ? Mac.getInstance(algorithm.jcaName(), provider.get())
                    : Mac.getInstance(algorithm.jcaName());
            mac.init(new SecretKeySpec(secret, algorithm.jcaName()));
            return MessageDigest.isEqual(mac.doFinal(input), signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + algorithm.jcaName(), e);
        }
    }

    private Signature of(JwsAlgorithm algorithm) throws GeneralSecurityException {
        Optional<Provider> provider = providers.getOrDefault(algorithm, Optional.empty());
        return provider.isPresent()
                ? Signature.getInstance(algorithm.jcaName(), provider.get())
                : Signature.getInstance(algorithm.jcaName());
    }

    /** The salt is as long as the hash (RFC 7518, section 3.5). */
    public static PSSParameterSpec pssParameters(JwsAlgorithm algorithm) {
        int bits = algorithm.hashBits();
        String hash = "SHA-" + bits;
        return new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), bits / Byte.SIZE, PSSParameterSpec.TRAILER_FIELD_BC);
    }
}
