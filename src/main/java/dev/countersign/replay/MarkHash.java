package dev.countersign.replay;

import dev.countersign.client.ClientId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shortens ids by HMAC-SHA-256 under a secret key, so that colliding ids cannot be chosen. A collision by chance
 * refuses a valid assertion; a used one is never accepted. At least 99 bits are compared: with a hundred million marks
 * one claim in 2^72 meets another's mark. Thread-safe.
 */
final class MarkHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Separates the key check from other inputs, which begin with a character of a client id. */
    private static final byte[] CHECK = {0};

    private final SecretKey key;

    MarkHash(SecretKey key) {
        this.key = key;
    }

    /** Under a random key, which is lost when the process ends. */
    static MarkHash ofThisProcess() {
        byte[] drawn = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(drawn);
        return new MarkHash(new SecretKeySpec(drawn, ALGORITHM));
    }

    Mark of(ClientId client, String jti, long until) {
        Mac mac = mac();
        byte[] id = client.value().getBytes(StandardCharsets.US_ASCII);
        int ofClient = ByteBuffer.wrap(mac.doFinal(id)).getInt();
        mac.update(id);
        // No client id has this character, so the boundary between id and jti is unambiguous.
        mac.update((byte) 0);
        ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(jti.getBytes(StandardCharsets.UTF_8)));
        long high = hash.getLong();
        return new Mark(high == 0 ? 1 : high, hash.getLong(), ofClient, until);
    }

    /** A check value of the key, which discloses nothing else about it. */
    long check() {
        return ByteBuffer.wrap(mac().doFinal(CHECK)).getLong();
    }

    private Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
