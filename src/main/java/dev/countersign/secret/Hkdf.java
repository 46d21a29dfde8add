package dev.countersign.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Derives one key from another, bound to a purpose: HKDF with SHA-256 (RFC 5869), one block of output. */
final class Hkdf {

    private static final String MAC = "HmacSHA256";
    private static final byte FIRST_BLOCK = 1;

    private Hkdf() {}

    /** A 256-bit key for use with HMAC-SHA-256 or, as its bytes are, with any cipher. */
    static SecretKey derive(byte[] keyMaterial, byte[] salt, String purpose) {
        byte[] okm = derive(keyMaterial, salt, purpose.getBytes(StandardCharsets.UTF_8));
        try {
            return new SecretKeySpec(okm, MAC);
        } finally {
            Arrays.fill(okm, (byte) 0);
        }
    }

    static byte[] derive(byte[] keyMaterial, byte[] salt, byte[] info) {
        byte[] pseudoRandomKey = hmac(salt, keyMaterial);
        try {
            return hmac(pseudoRandomKey, info, new byte[] {FIRST_BLOCK});
        } finally {
            Arrays.fill(pseudoRandomKey, (byte) 0);
        }
    }

    private static byte[] hmac(byte[] key, byte[]... message) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(key, MAC));
            for (byte[] part : message) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
