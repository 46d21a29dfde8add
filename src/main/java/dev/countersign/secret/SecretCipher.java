package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientId;
import dev.countersign.client.SecretHash;
import dev.countersign.client.UnavailableException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the secrets that have to be read again, since they are keys: AES-256-GCM (NIST SP 800-38D) under a key
 * derived from the master key, with the client's and the secret's id as associated data, so that a ciphertext that was
 * copied to another client or another secret cannot be read. Each has a random nonce of 96 bits: safe for 2^32 secrets
 * under one master key (section 8.3). Thread-safe.
 */
final class SecretCipher {

    private static final String SCHEME = "aes-256-gcm";
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final String PURPOSE = "readable client secret";
    private static final char SEPARATOR = '$';
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final DerivedKeys keys;
    private final SecureRandom random = new SecureRandom();

    SecretCipher(DerivedKeys keys) {
        this.keys = keys;
    }

    /** The prefix of every ciphertext under this master key. */
    static String prefix(String masterKeyId) {
        return SCHEME + SEPARATOR + masterKeyId + SEPARATOR;
    }

    SecretHash encrypt(ClientId client, String secretId, Secret secret) {
        String keyId = keys.activeId();
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] sealed =
                    cipher(Cipher.ENCRYPT_MODE, keyId, nonce, client, secretId).doFinal(secret.bytes());
            byte[] text = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return new SecretHash(
                    prefix(keyId) + Base64.getUrlEncoder().withoutPadding().encodeToString(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret cannot be encrypted", e);
        }
    }

    /**
     * @throws UnavailableException when it cannot be read here: of an unknown scheme, modified, or under a master key
     *     that this node does not have
     */
    Secret decrypt(SecretHash stored, ClientId client, String secretId) {
        String text = stored.text();
        int keyAt = text.indexOf(SEPARATOR) + 1;
        int sealedAt = text.indexOf(SEPARATOR, keyAt) + 1;
        if (keyAt == 0 || sealedAt == 0 || !text.startsWith(SCHEME)) {
            throw new UnavailableException("a stored secret is of an unknown kind");
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(text.substring(sealedAt));
            byte[] nonce = Arrays.copyOf(sealed, NONCE_LENGTH);
            return new Secret(cipher(Cipher.DECRYPT_MODE, text.substring(keyAt, sealedAt - 1), nonce, client, secretId)
                    .doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnavailableException("a stored secret cannot be read", e);
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, ClientId client, String secretId)
            throws GeneralSecurityException {
        SecretKey key = keys.derive(keyId, PURPOSE)
                .orElseThrow(() -> new UnavailableException("the master key '" + keyId + "' is not on the ring"));
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, new SecretKeySpec(key.getEncoded(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        // The length of the first is put before it, so that different pairs never have the same bytes.
        byte[] id = client.value().getBytes(StandardCharsets.US_ASCII);
        cipher.updateAAD(ByteBuffer.allocate(Integer.BYTES).putInt(id.length).array());
        cipher.updateAAD(id);
        cipher.updateAAD(secretId.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
