package dev.countersign.signing;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.Sealing;
import dev.countersign.auth.SignatureProviders;
import dev.countersign.client.UnavailableException;
import dev.countersign.jws.KeyTranslation;
import dev.countersign.keys.JwkMembers;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.token.KeyPairMaker;
import dev.countersign.token.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Makes signing keys, and turns the stored form into keys that sign and verify. Thread-safe. */
final class KeyCodec {

    private static final String PURPOSE = "token signing key";

    private final KeyPairMaker maker;
    private final Sealing sealing;
    private final SignatureProviders providers;
    private final KeyTranslation translation;

    KeyCodec(KeyPairMaker maker, DerivedKeys keys, SignatureProviders providers) {
        this.maker = maker;
        this.sealing = new Sealing(keys, PURPOSE);
        this.providers = providers;
        this.translation = new KeyTranslation(providers);
    }

    /** A new key that is published from {@code now} on. */
    SigningKey make(JwsAlgorithm algorithm, Instant now) {
        KeyPair pair = maker.make(algorithm);
        String kid = JwkMembers.thumbprint(pair.getPublic());
        byte[] secret = pair.getPrivate().getEncoded();
        try {
            return new SigningKey(
                    kid,
                    algorithm.registeredName(),
                    Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()),
                    sealing.seal(secret, place(kid)),
                    now.truncatedTo(ChronoUnit.MICROS),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** @throws UnavailableException when the store holds something that is no such key */
    TokenKey publicKey(SigningKey stored) {
        JwsAlgorithm algorithm = algorithm(stored);
        try {
            byte[] der = Base64.getDecoder().decode(stored.publicKey());
            PublicKey key = KeyFactory.getInstance(factory(algorithm)).generatePublic(new X509EncodedKeySpec(der));
            if (!algorithm.fits(key) || !JwkMembers.thumbprint(key).equals(stored.kid())) {
                throw new UnavailableException("the stored signing key " + stored.kid() + " is not what it says");
            }
            return new TokenKey(stored.kid(), algorithm, translation.translate(key), JwkMembers.json(key));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnavailableException("the stored signing key " + stored.kid() + " cannot be read", e);
        }
    }

    /** @throws UnavailableException when the private key cannot be decrypted by any master key of this node */
    TokenSigner signer(SigningKey stored) {
        JwsAlgorithm algorithm = algorithm(stored);
        Optional<Provider> provider = providers.of(algorithm.registeredName());
        byte[] secret = sealing.open(stored.sealedPrivateKey(), place(stored.kid()));
        try {
            KeyFactory factory = provider.isPresent()
                    ? KeyFactory.getInstance(factory(algorithm), provider.get())
                    : KeyFactory.getInstance(factory(algorithm));
            PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(secret));
            return new TokenSigner(stored.kid(), algorithm, key, provider);
        } catch (GeneralSecurityException e) {
            throw new UnavailableException("the signing key " + stored.kid() + " cannot be read", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static JwsAlgorithm algorithm(SigningKey stored) {
        return JwsAlgorithm.named(stored.algorithm())
                .filter(algorithm -> !algorithm.takesSecret())
                .orElseThrow(() -> new UnavailableException(
                        "the stored signing key " + stored.kid() + " is for an unknown algorithm"));
    }

    private static String factory(JwsAlgorithm algorithm) {
        return switch (algorithm.family()) {
            case RSA, RSA_PSS -> "RSA";
            case ECDSA -> "EC";
            case EDDSA -> "Ed25519";
            case HMAC -> throw new IllegalArgumentException("no key pair signs by " + algorithm);
        };
    }

    private static byte[] place(String kid) {
        return kid.getBytes(StandardCharsets.US_ASCII);
    }
}
