package dev.countersign.kit;

import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.keys.JwsAlgorithm.Family;
import dev.countersign.keys.KeyType;
import dev.countersign.keys.PublicKeyRule;
import dev.countersign.keys.RsaKeyRule;
import dev.countersign.kit.UnusableKeyException.Problem;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;

/**
 * An algorithm under the name that goes into an assertion's header. Signs by the platform's own functions, and by the
 * provider that the key asks for, so that a key may live in a security module. Immutable.
 */
record SigningAlgorithm(JwsAlgorithm algorithm, String registeredName) {

    static final SigningAlgorithm HS256 = new SigningAlgorithm(JwsAlgorithm.HS256);

    private SigningAlgorithm(JwsAlgorithm algorithm) {
        this(algorithm, algorithm.registeredName());
    }

    /** By its exact name: {@code ps256} is none. */
    static SigningAlgorithm named(String name) {
        return new SigningAlgorithm(
                JwsAlgorithm.named(name)
                        .orElseThrow(() -> new UnusableKeyException(
                                Problem.ALGORITHM_DOES_NOT_FIT,
                                "There is no algorithm " + name + " here; there are " + names(algorithm -> true)
                                        + ".")),
                name);
    }

    /**
     * The default algorithm of a key. For RSA that is PS256 and not RS256: Countersign takes both, and it is the one
     * that the stricter profiles allow too (FAPI 2.0 Security Profile, section 5.4.1), unless the key is bound to
     * another
     * one. An elliptic curve has one
     * algorithm only; Ed25519 has two names, of which every library knows {@code EdDSA}.
     *
     * @param key an acceptable one
     */
    static SigningAlgorithm usual(PublicKey key) {
        return Stream.of(
                        JwsAlgorithm.PS256,
                        JwsAlgorithm.PS384,
                        JwsAlgorithm.PS512,
                        JwsAlgorithm.ES256,
                        JwsAlgorithm.ES384,
                        JwsAlgorithm.ES512,
                        JwsAlgorithm.EDDSA)
                .filter(algorithm -> algorithm.fits(key))
                .map(SigningAlgorithm::new)
                .findFirst()
                .orElseThrow();
    }

    /** @throws UnusableKeyException when no algorithm here takes such a key, or no server should */
    static void requireGood(PublicKey key) {
        Optional<String> problem = PublicKeyRule.problem(key);
        if (problem.isPresent()) {
            boolean isWeak = KeyType.of(key)
                    .filter(type -> type.size() <= RsaKeyRule.MAX_MODULUS_BITS)
                    .isPresent();
            throw new UnusableKeyException(
                    isWeak ? Problem.TOO_WEAK : Problem.UNKNOWN_KIND,
                    "No server should take this key (" + key.getAlgorithm() + "): " + problem.get() + ".");
        }
    }

    /** In bytes: as long as the hash (RFC 7518, section 3.2). */
    int minSecretBytes() {
        return algorithm.hashBits() / Byte.SIZE;
    }

    boolean takesSecret() {
        return algorithm.takesSecret();
    }

    boolean fits(PublicKey key) {
        return algorithm.fits(key);
    }

    byte[] sign(Key key, String text) throws GeneralSecurityException {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (takesSecret()) {
            Mac mac = Mac.getInstance(algorithm.jcaName());
            mac.init(key);
            return mac.doFinal(bytes);
        }
        Signature signature = Signature.getInstance(algorithm.jcaName());
        signature.initSign((PrivateKey) key);
        tune(signature);
        signature.update(bytes);
        return signature.sign();
    }

    /** Whether the public key belongs to the private one, tested by a signature. */
    boolean signsFor(PublicKey publicKey, PrivateKey key) throws GeneralSecurityException {
        byte[] signed = sign(key, registeredName);
        Signature signature = Signature.getInstance(algorithm.jcaName());
        signature.initVerify(publicKey);
        tune(signature);
        signature.update(registeredName.getBytes(StandardCharsets.US_ASCII));
        return signature.verify(signed);
    }

    /** RFC 7518, section 3.5: the salt is as long as the hash. */
    private void tune(Signature signature) throws GeneralSecurityException {
        if (algorithm.family() == Family.RSA_PSS) {
            String hash = "SHA-" + algorithm.hashBits();
            signature.setParameter(new PSSParameterSpec(
                    hash,
                    "MGF1",
                    new MGF1ParameterSpec(hash),
                    algorithm.hashBits() / Byte.SIZE,
                    PSSParameterSpec.TRAILER_FIELD_BC));
        }
    }

    /** Those that fit such a key, for messages. */
    static String fitting(PublicKey key) {
        return names(algorithm -> algorithm.fits(key));
    }

    private static String names(Predicate<JwsAlgorithm> taken) {
        return Stream.of(JwsAlgorithm.values())
                .filter(taken)
                .flatMap(algorithm -> algorithm.names().stream())
                .collect(Collectors.joining(", "));
    }
}
