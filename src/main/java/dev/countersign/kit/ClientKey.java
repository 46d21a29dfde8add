package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a client signs with: a private key out of a key store or a JWK, or its client secret. A fault is reported when
 * it is read, not at the first sign-in: before it is returned, it signs once, and its public key verifies the
 * signature. Immutable, thread-safe, and nothing of it is ever printed.
 */
public final class ClientKey {

    private final Key key;
    private final SigningAlgorithm algorithm;

    /** With the key itself, to check whether another algorithm fits; empty: a secret. */
    private final Optional<PublicHalf> publicHalf;

    private record PublicHalf(PublicKey key, PublicJwk jwk) {}

    private ClientKey(Key key, SigningAlgorithm algorithm, Optional<PublicHalf> publicHalf) {
        this.key = key;
        this.algorithm = algorithm;
        this.publicHalf = publicHalf;
    }

    /**
     * The key under this alias in a PKCS12 or JKS file, where store and key have one password.
     *
     * @param password not kept; the caller wipes it
     * @throws UnusableKeyException with the reason in words
     */
    public static ClientKey inKeyStore(Path file, char[] password, String alias) {
        return inKeyStore(file, password, alias, password);
    }

    /** The same, where the key has a password of its own. */
    public static ClientKey inKeyStore(Path file, char[] storePassword, String alias, char[] keyPassword) {
        return inKeyStore(KeyStoreFile.read(file, storePassword), alias, keyPassword);
    }

    /** The key under this alias in any key store that Java can open, such as a security module's (PKCS#11). */
    public static ClientKey inKeyStore(KeyStore store, String alias, char[] keyPassword) {
        KeyStoreEntries entries = new KeyStoreEntries(store);
        PublicKey publicKey = entries.publicKey(alias);
        return of(entries.privateKey(alias, keyPassword), publicKey, PublicJwk.of(publicKey));
    }

    /**
     * The key of a private JWK (RFC 7517, section 4). Its {@code kid}, if it has one, is what the key is registered by,
     * and its {@code alg} what it signs with.
     *
     * @throws UnusableKeyException with the reason in words
     */
    public static ClientKey ofJwk(String json) {
        return PrivateJwk.parse(json).clientKey();
    }

    /**
     * The secret of a client that is registered for {@code client_secret_jwt}; signs with HS256.
     *
     * @param secret not kept as it is; the caller wipes it
     */
    public static ClientKey ofSecret(char[] secret) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        try {
            requireLength(bytes.length, SigningAlgorithm.HS256);
            return new ClientKey(new SecretKeySpec(bytes, "HMAC"), SigningAlgorithm.HS256, Optional.empty());
        } finally {
            Arrays.fill(bytes, (byte) 0);
            encoded.clear();
            encoded.put(new byte[encoded.capacity()]);
        }
    }

    static ClientKey of(PrivateKey key, PublicKey publicKey, PublicJwk jwk) {
        return new ClientKey(key, SigningAlgorithm.usual(publicKey), Optional.of(new PublicHalf(publicKey, jwk)))
                .tried();
    }

    /**
     * The same key with another algorithm: RS, PS or ES with 256, 384 or 512, {@code EdDSA} or {@code Ed25519}, HS256,
     * HS384 or HS512. Without this it is PS256 for RSA, ES256, ES384 or ES512 by the curve, EdDSA for Ed25519, and
     * HS256 for a secret.
     *
     * @throws UnusableKeyException when it does not fit the key
     */
    public ClientKey withAlgorithm(String name) {
        SigningAlgorithm other = SigningAlgorithm.named(name);
        if (publicHalf.isEmpty()) {
            require(other.takesSecret(), "A secret signs with HS256, HS384 or HS512, not with " + name + ".");
            requireLength(key.getEncoded().length, other);
            return new ClientKey(key, other, publicHalf);
        }
        PublicKey publicKey = publicHalf.get().key();
        require(
                !other.takesSecret() && other.fits(publicKey),
                "This key signs with " + SigningAlgorithm.fitting(publicKey) + ", not with " + name + ".");
        return new ClientKey(key, other, publicHalf).tried();
    }

    /** The registered name of what it signs with. */
    public String algorithm() {
        return algorithm.registeredName();
    }

    /** The public half, to be published or registered; empty: it is a secret and has none. */
    public Optional<PublicJwk> publicJwk() {
        return publicHalf.map(PublicHalf::jwk);
    }

    /** The name of the key in its assertions' headers; empty: it is a secret and has none. */
    public Optional<String> kid() {
        return publicJwk().map(PublicJwk::kid);
    }

    byte[] sign(String text) {
        try {
            return algorithm.sign(key, text);
        } catch (GeneralSecurityException e) {
            // It signed when it was read, so its provider (a security module, say) has failed since.
            throw new IllegalStateException("The key of " + this + " cannot sign now.", e);
        }
    }

    private ClientKey tried() {
        PublicKey publicKey = publicHalf.orElseThrow().key();
        try {
            if (algorithm.signsFor(publicKey, (PrivateKey) key)) {
                return this;
            }
        } catch (GeneralSecurityException e) {
            throw new UnusableKeyException(
                    Problem.ALGORITHM_DOES_NOT_FIT, "This key cannot sign with " + algorithm() + ".", e);
        }
        throw new UnusableKeyException(Problem.NO_PRIVATE_KEY, "The private key is not that of the public one.");
    }

    private static void require(boolean fits, String message) {
        if (!fits) {
            throw new UnusableKeyException(Problem.ALGORITHM_DOES_NOT_FIT, message);
        }
    }

    private static void requireLength(int length, SigningAlgorithm algorithm) {
        if (length < algorithm.minSecretBytes()) {
            throw new UnusableKeyException(
                    Problem.TOO_WEAK,
                    "A secret for " + algorithm.registeredName() + " has " + algorithm.minSecretBytes()
                            + " bytes at least, this one " + length + ".");
        }
    }

    /** Algorithm and {@code kid}, never the key. */
    @Override
    public String toString() {
        return "ClientKey[" + algorithm() + kid().map(kid -> ", kid " + kid).orElse("") + "]";
    }
}
