package dev.countersign.keys;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Hashes with SHA-256 (FIPS 180-4), which every Java platform has. Stateless. */
public final class Sha256 {

    private Sha256() {}

    /** The hash of the parts, one behind the other. */
    public static byte[] of(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** In Base64url without padding. */
    public static String base64Url(byte[] content) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(of(content));
    }
}
