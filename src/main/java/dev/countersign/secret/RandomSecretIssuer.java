package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.Secret;
import dev.countersign.auth.SecretIssuer;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/** Makes client secrets of 256 random bits, or takes chosen ones in, and hashes them. Thread-safe. */
public final class RandomSecretIssuer implements SecretIssuer {

    /** What is generated, in bytes. */
    public static final int SECRET_LENGTH = 32;

    /** Of a chosen secret, in characters. */
    public static final int SHORTEST_CHOSEN = 32;

    /** Of a chosen secret, in characters. */
    public static final int LONGEST_CHOSEN = 255;

    private static final int ID_LENGTH = 12;

    private final SecureRandom random = new SecureRandom();
    private final SecretHasher hasher;
    private final InstantSource clock;

    public RandomSecretIssuer(DerivedKeys keys, InstantSource clock) {
        this.hasher = new SecretHasher(keys);
        this.clock = clock;
    }

    /** What every stored hash begins with that needs this master key to be read. */
    public static String hashPrefix(String masterKeyId) {
        return SecretHasher.prefix(masterKeyId);
    }

    @Override
    public IssuedSecret issue(ClientId client, String label, Optional<String> chosen, Optional<Instant> expiresAt) {
        Secret value = chosen.map(RandomSecretIssuer::accepted).orElseGet(() -> new Secret(randomText(SECRET_LENGTH)));
        String id = new String(randomText(ID_LENGTH), StandardCharsets.US_ASCII);
        ClientSecret registered = new ClientSecret(
                id, label, hasher.hash(client, id, value), clock.instant(), expiresAt, Optional.empty());
        return new IssuedSecret(registered, value);
    }

    private byte[] randomText(int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return Base64.getUrlEncoder().withoutPadding().encode(drawn);
    }

    private static Secret accepted(String chosen) {
        if (chosen.length() < SHORTEST_CHOSEN || chosen.length() > LONGEST_CHOSEN) {
            throw new UnacceptableSecretException(
                    "a chosen secret has " + SHORTEST_CHOSEN + " to " + LONGEST_CHOSEN + " characters");
        }
        // RFC 6749, appendix A.2: no client could send any other.
        if (!chosen.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)) {
            throw new UnacceptableSecretException("a chosen secret has printable ASCII characters only");
        }
        return new Secret(chosen.getBytes(StandardCharsets.US_ASCII));
    }
}
