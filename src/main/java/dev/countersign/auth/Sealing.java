package dev.countersign.auth;

import dev.countersign.client.UnavailableException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what is stored and has to be read again: AES-256-GCM (NIST SP 800-38D) under a key derived from the master
 * key for one purpose. Each text has a random nonce of 96 bits: safe for 2^32 texts under one master key (section 8.3).
 * Thread-safe.
 */
public final class Sealing {

    private static final String SCHEME = "aes-256-gcm";
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final char SEPARATOR = '$';
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final DerivedKeys keys;
    private final String purpose;
    private final SecureRandom random = new SecureRandom();

    public Sealing(DerivedKeys keys, String purpose) {
        this.keys = keys;
        this.purpose = purpose;
    }

    /** The prefix of every sealed text under this master key. */
    public static String prefix(String masterKeyId) {
        return SCHEME + SEPARATOR + masterKeyId + SEPARATOR;
    }

    /** @param place what it belongs to, as associated data: it can be opened for the same place only */
    public String seal(byte[] content, byte[] place) {
        String keyId = keys.activeId();
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyId, nonce, place).doFinal(content);
            byte[] text = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return prefix(keyId) + Base64.getUrlEncoder().withoutPadding().encodeToString(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret cannot be encrypted", e);
        }
    }

    /**
     * Returns the content, for the caller to wipe.
     *
     * @throws UnavailableException when it cannot be read here: of an unknown scheme, modified, of another place, or
     *     under a master key that this node does not have
     */
    public byte[] open(String text, byte[] place) {
        int keyAt = text.indexOf(SEPARATOR) + 1;
        int sealedAt = text.indexOf(SEPARATOR, keyAt) + 1;
        if (keyAt == 0 || sealedAt == 0 || !text.startsWith(SCHEME)) {
            throw new UnavailableException("a stored secret is of an unknown kind");
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(text.substring(sealedAt));
            byte[] nonce = Arrays.copyOf(sealed, NONCE_LENGTH);
            return cipher(Cipher.DECRYPT_MODE, text.substring(keyAt, sealedAt - 1), nonce, place)
                    .doFinal(sealed, NONCE_LENGTH, sealed.length - NONCE_LENGTH);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnavailableException("a stored secret cannot be read", e);
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, byte[] place) throws GeneralSecurityException {
        SecretKey key = keys.derive(keyId, purpose)
                .orElseThrow(() -> new UnavailableException("the master key '" + keyId + "' is not on the ring"));
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, new SecretKeySpec(key.getEncoded(), "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place);
        return cipher;
    }
}
