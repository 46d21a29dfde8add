package dev.countersign.jose;

import dev.countersign.auth.SignatureProviders;
import dev.countersign.jws.KeyTranslation;
import dev.countersign.jws.SignatureForm;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.NamedCurve;
import dev.countersign.keys.RsaKeyRule;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Public keys without a private half, which verify no signature: of every type, and for RSA of the size that a
 * signature implies. A verification with one of them takes as long as with a registered key. Keeps one key for each
 * length of an RSA signature that was seen, 1.3 MB if all were. Thread-safe.
 */
final class DecoyKeys {

    private static final int MAX_RSA_BYTES = RsaKeyRule.MAX_MODULUS_BITS / Byte.SIZE;
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);

    private final KeyTranslation translation;
    private final Map<JwsAlgorithm, List<PublicKey>> points = new EnumMap<>(JwsAlgorithm.class);
    private final AtomicReferenceArray<@Nullable PublicKey> moduli = new AtomicReferenceArray<>(MAX_RSA_BYTES + 1);
    private final byte[] digits = new byte[MAX_RSA_BYTES];

    DecoyKeys(SignatureProviders providers) {
        this.translation = new KeyTranslation(providers);
        new SecureRandom().nextBytes(digits);
        for (JwsAlgorithm algorithm : JwsAlgorithm.values()) {
            if (algorithm.family() == JwsAlgorithm.Family.ECDSA || algorithm.family() == JwsAlgorithm.Family.EDDSA) {
                points.put(
                        algorithm,
                        Stream.generate(() -> translation.translate(point(algorithm)))
                                .limit(FittingKeys.MAX_TRIED)
                                .toList());
            }
        }
    }

    /**
     * A decoy key of the type and size that such a signature implies.
     *
     * @param signature possible for the algorithm, which is none with a shared secret
     * @param number below {@link FittingKeys#MAX_TRIED}: of points there are as many, since what is computed of each in
     *     advance competes for the processor's cache as that of real keys does
     */
    PublicKey of(JwsAlgorithm algorithm, byte[] signature, int number) {
        @Nullable List<PublicKey> known = points.get(algorithm);
        return known != null ? known.get(number) : modulus(signature.length);
    }

    private PublicKey modulus(int length) {
        @Nullable PublicKey known = moduli.get(length);
        if (known == null) {
            known = newModulus(length);
            moduli.set(length, known);
        }
        return known;
    }

    /**
     * Any odd number costs as much to verify with as the product of two primes; this one is above every signature that
     * is verified.
     */
    private PublicKey newModulus(int length) {
        byte[] modulus = Arrays.copyOf(digits, length);
        Arrays.fill(modulus, 0, SignatureForm.ONES_BYTES, (byte) 0xFF);
        modulus[length - 1] |= 1;
        try {
            PublicKey key = KeyFactory.getInstance("RSA")
                    .generatePublic(new RSAPublicKeySpec(new BigInteger(1, modulus), EXPONENT));
            return translation.translate(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has RSA keys", e);
        }
    }

    /** The private half is dropped at once. */
    private static PublicKey point(JwsAlgorithm algorithm) {
        Optional<NamedCurve> curve = NamedCurve.of(algorithm);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(curve.isPresent() ? "EC" : "Ed25519");
            if (curve.isPresent()) {
                generator.initialize(curve.get().parameters());
            }
            return generator.generateKeyPair().getPublic();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has keys for " + algorithm, e);
        }
    }
}
