package dev.countersign.secret;

import dev.countersign.auth.DerivedKeys;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientId;
import dev.countersign.client.SecretHash;
import dev.countersign.client.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Turns secrets into what is stored of them: HMAC-SHA-256 (RFC 2104) under a key derived from the master key, over a
 * purpose, the client id, the secret's id and the secret, so that a hash that was copied to another client or another
 * secret matches nothing. A slow hash adds no protection to secrets of 190 bits and more, and would let unauthenticated
 * requests consume CPU time. Thread-safe.
 */
final class SecretHasher {

    private static final String SCHEME = "hmac-sha256";
    private static final String MAC = "HmacSHA256";
    private static final String PURPOSE = "client secret hash";
    private static final byte[] PURPOSE_BYTES = PURPOSE.getBytes(StandardCharsets.US_ASCII);
    private static final char SEPARATOR = '$';

    private final DerivedKeys keys;

    // One initialised Mac per master key, to be cloned: a clone costs a fifth of an initialisation.
    private final Map<String, Mac> prototypes = new ConcurrentHashMap<>();

    SecretHasher(DerivedKeys keys) {
        this.keys = keys;
    }

    /** The prefix of every hash under this master key. */
    static String prefix(String masterKeyId) {
        return SCHEME + SEPARATOR + masterKeyId + SEPARATOR;
    }

    SecretHash hash(ClientId client, String secretId, Secret secret) {
        String keyId = keys.activeId();
        byte[] hash = hmac(keyId, client, secretId, secret);
        return new SecretHash(
                prefix(keyId) + Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    }

    /**
     * Compares in constant time.
     *
     * @throws UnavailableException when the hash cannot be read here: of an unknown scheme, or under a master key that
     *     this node does not have
     */
    boolean matches(SecretHash stored, ClientId client, String secretId, Secret secret) {
        String text = stored.text();
        int keyAt = text.indexOf(SEPARATOR) + 1;
        int hashAt = text.indexOf(SEPARATOR, keyAt) + 1;
        if (keyAt == 0 || hashAt == 0 || !text.startsWith(SCHEME)) {
            throw new UnavailableException("a stored secret hash is of an unknown kind");
        }
        byte[] expected = decoded(text.substring(hashAt));
        return MessageDigest.isEqual(expected, hmac(text.substring(keyAt, hashAt - 1), client, secretId, secret));
    }

    /** A store of other hands may return anything. */
    private static byte[] decoded(String hash) {
        try {
            return Base64.getUrlDecoder().decode(hash);
        } catch (IllegalArgumentException e) {
            throw new UnavailableException("a stored secret hash is malformed", e);
        }
    }

    private byte[] hmac(String keyId, ClientId client, String secretId, Secret secret) {
        Mac mac = mac(keyId);
        field(mac, PURPOSE_BYTES);
        field(mac, client.value().getBytes(StandardCharsets.US_ASCII));
        field(mac, secretId.getBytes(StandardCharsets.UTF_8));
        field(mac, secret.bytes());
        return mac.doFinal();
    }

    // The length is put before each field, so that different lists of fields never have the same bytes.
    private static void field(Mac mac, byte[] bytes) {
        mac.update((byte) (bytes.length >>> 24));
        mac.update((byte) (bytes.length >>> 16));
        mac.update((byte) (bytes.length >>> 8));
        mac.update((byte) bytes.length);
        mac.update(bytes);
    }

    private Mac mac(String keyId) {
        Mac prototype = prototypes.get(keyId);
        if (prototype == null) {
            prototype = initialised(keyId);
            prototypes.put(keyId, prototype);
        }
        try {
            return (Mac) prototype.clone();
        } catch (CloneNotSupportedException e) {
            // Providers other than the platform's need not support cloning.
            return initialised(keyId);
        }
    }

    private Mac initialised(String keyId) {
        SecretKey key = keys.derive(keyId, PURPOSE)
                .orElseThrow(() -> new UnavailableException("the master key '" + keyId + "' is not on the ring"));
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
