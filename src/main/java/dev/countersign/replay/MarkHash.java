package dev.countersign.replay;

import dev.countersign.client.ClientId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shortens ids under a random key that dies with this object, so that nobody can choose ids that collide. When two do by chance, once in more than ten million
 * million claims even of a full guard, a good assertion is refused; a used one never passes. Thread-safe.
 */
final class MarkHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_LENGTH = 32;

    private final SecretKeySpec key;

    MarkHash() {
        byte[] drawn = new byte[KEY_LENGTH];
        new SecureRandom().nextBytes(drawn);
        key = new SecretKeySpec(drawn, ALGORITHM);
    }

    Mark of(ClientId client, String jti, long until) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] id = client.value().getBytes(StandardCharsets.US_ASCII);
            long ofClient = first(mac.doFinal(id));
            mac.update(id);
            // No id has such a character: what follows cannot be taken for a part of it.
            mac.update((byte) 0);
            return new Mark(ofClient, first(mac.doFinal(jti.getBytes(StandardCharsets.UTF_8))), until);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static long first(byte[] hash) {
        return ByteBuffer.wrap(hash).getLong();
    }
}
