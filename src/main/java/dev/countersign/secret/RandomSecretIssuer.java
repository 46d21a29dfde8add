package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.Secret;
import dev.countersign.auth.SecretIssuer;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.SecretHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Makes client secrets at random, or takes chosen ones in, and hashes them, or encrypts those which have to be read again. Thread-safe. */
public final class RandomSecretIssuer implements SecretIssuer {

    /** What is generated, in bytes. */
    public static final int SECRET_LENGTH = 32;

    /** Of a chosen secret, in characters. */
    public static final int SHORTEST_CHOSEN = 32;

    /** What is generated where the secret is the key of a MAC, in bytes: enough for HS512 (RFC 7518, section 3.2). */
    public static final int KEY_LENGTH = 64;

    /** Of a chosen secret, in characters. */
    public static final int LONGEST_CHOSEN = 255;

    private static final int ID_LENGTH = 12;

    private final SecureRandom random = new SecureRandom();
    private final SecretHasher hasher;
    private final SecretCipher cipher;
    private final InstantSource clock;

    public RandomSecretIssuer(DerivedKeys keys, InstantSource clock) {
        this.hasher = new SecretHasher(keys);
        this.cipher = new SecretCipher(keys);
        this.clock = clock;
    }

    /** What every stored hash or ciphertext begins with that needs this master key to be read. */
    public static List<String> storedPrefixes(String masterKeyId) {
        return List.of(SecretHasher.prefix(masterKeyId), SecretCipher.prefix(masterKeyId));
    }

    @Override
    public IssuedSecret issue(
            ClientId client, AuthMethod method, String label, Optional<String> chosen, Optional<Instant> expiresAt) {
        boolean isKey = method.equals(AuthMethod.CLIENT_SECRET_JWT);
        int shortest = isKey ? KEY_LENGTH : SHORTEST_CHOSEN;
        Secret value = chosen.map(text -> accepted(text, shortest))
                .orElseGet(() -> new Secret(randomText(isKey ? KEY_LENGTH : SECRET_LENGTH)));
        String id = new String(randomText(ID_LENGTH), StandardCharsets.US_ASCII);
        SecretHash kept = isKey ? cipher.encrypt(client, id, value) : hasher.hash(client, id, value);
        return new IssuedSecret(new ClientSecret(id, label, kept, clock.instant(), expiresAt, Optional.empty()), value);
    }

    private byte[] randomText(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return Base64.getUrlEncoder().withoutPadding().encode(drawn);
    }

    private static Secret accepted(String chosen, int shortest) {
        if (chosen.length() < shortest || chosen.length() > LONGEST_CHOSEN) {
            throw new UnacceptableSecretException(
                    "a chosen secret has " + shortest + " to " + LONGEST_CHOSEN + " characters");
        }
        // RFC 6749, appendix A.2: no client could send any other.
        if (!chosen.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new UnacceptableSecretException("a chosen secret has printable ASCII characters only");
        }
        return new Secret(chosen.getBytes(StandardCharsets.US_ASCII));
    }
}
