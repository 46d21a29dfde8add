package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.Secret;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import dev.countersign.keys.JwsAlgorithm;
import dev.countersign.manage.SecretIssuer;
import dev.countersign.text.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes random client secrets, or accepts chosen ones, and hashes them, or encrypts those that have to be read again.
 * Thread-safe.
 */
public final class RandomSecretIssuer implements SecretIssuer {

    /** The random bytes of a generated secret. */
    public static final int SECRET_LENGTH = 32;

    /** Of a chosen secret, in characters. */
    public static final int MIN_CHOSEN_CHARS = 32;

    /** The random bytes of a generated secret that is the key of a MAC: enough for HS512 (RFC 7518, section 3.2). */
    public static final int KEY_LENGTH = 64;

    /** Of a chosen secret, in characters. */
    public static final int MAX_CHOSEN_CHARS = 255;

    /** Fewer bits than sixteen base62 digits hold, so that all of them fit. */
    private static final int ID_BYTES = 11;

    private final SecureRandom random = new SecureRandom();
    private final SecretHasher hasher;
    private final SecretCipher cipher;
    private final InstantSource clock;

    public RandomSecretIssuer(DerivedKeys keys, InstantSource clock) {
        this.hasher = new SecretHasher(keys);
        this.cipher = new SecretCipher(keys);
        this.clock = clock;
    }

    /** The prefixes of all stored hashes and ciphertexts that need this master key. */
    public static List<String> storedPrefixes(String masterKeyId) {
        return List.of(SecretHasher.prefix(masterKeyId), SecretCipher.prefix(masterKeyId));
    }

    @Override
    public IssuedSecret issue(
            ClientId client,
            AuthMethod method,
            Optional<String> algorithm,
            String label,
            Optional<String> chosen,
            Optional<Instant> expiresAt) {
        boolean isKey = method.equals(AuthMethod.CLIENT_SECRET_JWT);
        String id = new String(SecretText.base62(random(ID_BYTES), SecretText.ID_CHARS), StandardCharsets.US_ASCII);
        Secret value = chosen.map(text -> isKey ? acceptedKey(text, algorithm) : accepted(text, MIN_CHOSEN_CHARS, ""))
                .orElseGet(() -> generated(id, isKey));
        SecretHash kept = isKey ? cipher.encrypt(client, id, value) : hasher.hash(client, id, value);
        return new IssuedSecret(new ClientSecret(id, label, kept, clock.instant(), expiresAt, Optional.empty()), value);
    }

    private Secret generated(String id, boolean isKey) {
        byte[] drawn = random(isKey ? KEY_LENGTH : SECRET_LENGTH);
        try {
            return new Secret(SecretText.compose(id, drawn, isKey ? SecretText.KEY_LENGTH : SecretText.LENGTH));
        } finally {
            Arrays.fill(drawn, (byte) 0);
        }
    }

    private byte[] random(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return drawn;
    }

    /** A key is at least as long as the hash of its algorithm (RFC 7518, section 3.2); without one, of the longest. */
    private static Secret acceptedKey(String chosen, Optional<String> algorithm) {
        Optional<JwsAlgorithm> registered = algorithm.flatMap(JwsAlgorithm::named);
        return accepted(
                chosen,
                registered.map(known -> known.hashBits() / Byte.SIZE).orElse(KEY_LENGTH),
                registered
                        .map(known -> " for " + known.registeredName())
                        .orElse("; 32 are enough where token_endpoint_auth_signing_alg is HS256"));
    }

    private static Secret accepted(String chosen, int minChars, String reason) {
        if (chosen.length() < minChars || chosen.length() > MAX_CHOSEN_CHARS) {
            throw new UnacceptableSecretException(
                    "a chosen secret has " + minChars + " to " + MAX_CHOSEN_CHARS + " characters" + reason);
        }
        // RFC 6749, appendix A.2: no client could send another one.
        if (!chosen.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new UnacceptableSecretException("a chosen secret has printable ASCII characters only");
        }
        byte[] bytes = chosen.getBytes(StandardCharsets.US_ASCII);
        if (SecretText.isClaimed(bytes)) {
            throw new UnacceptableSecretException("a chosen secret does not begin with " + SecretText.PREFIX
                    + ", by which the secrets that the server makes are recognised");
        }
        return new Secret(bytes);
    }
}
