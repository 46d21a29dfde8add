package dev.countersign.jose;

import dev.countersign.auth.SignatureProviders;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jws.EcdsaUsingShaAlgorithm;

/** Verifies signatures by public keys (RFC 7518, sections 3.3 to 3.5; RFC 8037, section 3.1), each algorithm by the provider that does it fastest. Thread-safe. */
final class SignatureCheck {

    private static final int ED25519_LENGTH = 64;

    private final Map<JwsAlgorithm, Optional<Provider>> providers = new EnumMap<>(JwsAlgorithm.class);

    SignatureCheck(SignatureProviders providers) {
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            this.providers.put(algorithm, providers.of(algorithm.registeredName()));
        }
    }

    /** False also where the signature is not even of the algorithm's form. */
    boolean verifies(JwsAlgorithm algorithm, PublicKey key, byte[] input, byte[] signature) {
        try {
            return switch (algorithm.family()) {
                case HMAC -> throw new IllegalArgumentException("no public key verifies " + algorithm);
                case RSA -> verify(of(algorithm), key, input, signature);
                case RSA_PSS -> {
                    Signature pss = of(algorithm);
                    pss.setParameter(pssParameters(algorithm));
                    yield verify(pss, key, input, signature);
                }
                case ECDSA -> {
                    Optional<byte[]> der =
                            der(signature, NamedCurve.of(algorithm).orElseThrow());
                    yield der.isPresent() && verify(of(algorithm), key, input, der.get());
                }
                case EDDSA -> signature.length == ED25519_LENGTH && verify(of(algorithm), key, input, signature);
            };
        } catch (GeneralSecurityException e) {
            // The provider's way to say that key or signature are not of the right form.
            return false;
        }
    }

    private Signature of(JwsAlgorithm algorithm) throws GeneralSecurityException {
        Optional<Provider> provider = providers.getOrDefault(algorithm, Optional.empty());
        return provider.isPresent()
                ? Signature.getInstance(algorithm.jcaName(), provider.get())
                : Signature.getInstance(algorithm.jcaName());
    }

    private static boolean verify(Signature with, PublicKey key, byte[] input, byte[] signature)
            throws GeneralSecurityException {
        with.initVerify(key);
        with.update(input);
        return with.verify(signature);
    }

    /** The salt is as long as the hash (RFC 7518, section 3.5). */
    private static PSSParameterSpec pssParameters(JwsAlgorithm algorithm) {
        int bits = algorithm.hashBits();
        String hash = "SHA-" + bits;
        return new PSSParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), bits / Byte.SIZE, PSSParameterSpec.TRAILER_FIELD_BC);
    }

    /** Empty: it is not two full coordinates (RFC 7518, section 3.4), or one of them is 0, with which some providers verified everything. */
    private static Optional<byte[]> der(byte[] signature, NamedCurve curve) {
        int length = curve.coordinateLength();
        if (signature.length != 2 * length || isZero(signature, 0, length) || isZero(signature, length, 2 * length)) {
            return Optional.empty();
        }
        try {
            return Optional.of(EcdsaUsingShaAlgorithm.convertConcatenatedToDer(signature));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        int seen = 0;
        for (int i = from; i < to; i++) {
            seen |= bytes[i];
        }
        return seen == 0;
    }
}
