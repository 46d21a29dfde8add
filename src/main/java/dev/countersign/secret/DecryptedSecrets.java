package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.ReadableSecrets;
import dev.countersign.auth.Secret;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.SecretHash;
import dev.countersign.text.SecretText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Reads the encrypted secrets of a client. Thread-safe. */
public final class DecryptedSecrets implements ReadableSecrets {

    private static final ClientId DECOY = new ClientId("decoy");
    private static final String DECOY_SECRET = "decoy";

    private final SecretCipher cipher;
    private final InstantSource clock;
    private final SecretHash decoy;

    public DecryptedSecrets(DerivedKeys keys, InstantSource clock) {
        this.cipher = new SecretCipher(keys);
        this.clock = clock;
        this.decoy = cipher.encrypt(DECOY, DECOY_SECRET, new Secret(new byte[SecretText.KEY_LENGTH]));
    }

    @Override
    public List<ReadableSecret> live(Client client) {
        Instant now = clock.instant();
        return client.secrets().stream()
                .filter(secret -> secret.liveAt(now))
                .map(secret -> new ReadableSecret(secret.id(), cipher.decrypt(secret.hash(), client.id(), secret.id())))
                .toList();
    }

    @Override
    public void spend(int count) {
        for (int i = 0; i < count; i++) {
            cipher.decrypt(decoy, DECOY, DECOY_SECRET).close();
        }
    }
}
