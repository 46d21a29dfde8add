package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.ReadableSecrets;
import dev.countersign.client.Client;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Reads the encrypted secrets of a client. Thread-safe. */
public final class DecryptedSecrets implements ReadableSecrets {

    private final SecretCipher cipher;
    private final InstantSource clock;

    public DecryptedSecrets(DerivedKeys keys, InstantSource clock) {
        this.cipher = new SecretCipher(keys);
        this.clock = clock;
    }

    @Override
    public List<ReadableSecret> live(Client client) {
        Instant now = clock.instant();
        return client.secrets().stream()
                .filter(secret -> secret.liveAt(now))
                .map(secret -> new ReadableSecret(secret.id(), cipher.decrypt(secret.hash(), client.id(), secret.id())))
                .toList();
    }
}
