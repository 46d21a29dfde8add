package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.Sealing;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientId;
import dev.countersign.client.SecretHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Encrypts the secrets that have to be read again, since they are keys; a ciphertext that was copied to another client
 * or another secret cannot be read. Thread-safe.
 */
final class SecretCipher {

    private static final String PURPOSE = "readable client secret";

    private final Sealing sealing;

    SecretCipher(DerivedKeys keys) {
        this.sealing = new Sealing(keys, PURPOSE);
    }

    /** The prefix of every ciphertext under this master key. */
    static String prefix(String masterKeyId) {
        return Sealing.prefix(masterKeyId);
    }

    SecretHash encrypt(ClientId client, String secretId, Secret secret) {
        return new SecretHash(sealing.seal(secret.bytes(), place(client, secretId)));
    }

    /** @throws dev.countersign.client.UnavailableException when it cannot be read here */
    Secret decrypt(SecretHash stored, ClientId client, String secretId) {
        return new Secret(sealing.open(stored.text(), place(client, secretId)));
    }

    /** The length of the first is put before it, so that different pairs never have the same bytes. */
    private static byte[] place(ClientId client, String secretId) {
        byte[] id = client.value().getBytes(StandardCharsets.US_ASCII);
        byte[] secret = secretId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Integer.BYTES + id.length + secret.length)
                .putInt(id.length)
                .put(id)
                .put(secret)
                .array();
    }
}
