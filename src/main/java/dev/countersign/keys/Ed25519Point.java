package dev.countersign.keys;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The 32 bytes of an Ed25519 key: the encoding of a point (RFC 8032, section 5.1.2). Providers make a key of any 32
 * bytes; those that must not be used are recognised here. Stateless.
 */
final class Ed25519Point {

    static final int LENGTH = 32;

    /** Bytes before the point in a SubjectPublicKeyInfo (RFC 8410, section 4): there is one encoding only. */
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    /**
     * The y of the eight points whose order divides 8, that of (0, 1) among them. Signatures under such a key can be
     * forged, and providers accept them (Brendel and others, "The Provable Security of Ed25519", 2021, section 6.1).
     */
    private static final Set<String> SMALL_ORDER = Set.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");

    private static final int SIGN = 0x80;

    private Ed25519Point() {}

    /** The point of a key; empty: it is of another type. By its encoding, as providers differ in its class and name. */
    static Optional<byte[]> of(PublicKey key) {
        byte[] encoded = key.getEncoded();
        boolean isEd25519 = encoded != null
                && encoded.length == PREFIX.length + LENGTH
                && Arrays.mismatch(encoded, PREFIX) == PREFIX.length;
        return isEd25519 ? Optional.of(Arrays.copyOfRange(encoded, PREFIX.length, encoded.length)) : Optional.empty();
    }

    /** The SubjectPublicKeyInfo of the key that has this point. */
    static byte[] encoded(byte[] point) {
        byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + point.length);
        System.arraycopy(point, 0, encoded, PREFIX.length, point.length);
        return encoded;
    }

    /** Whether a key has a point of the curve, in its one encoding (RFC 8032, section 5.1.3), and of no small order. */
    static boolean isGood(PublicKey key, byte[] point) {
        byte[] y = point.clone();
        y[LENGTH - 1] &= ~SIGN;
        return !SMALL_ORDER.contains(HexFormat.of().formatHex(y)) && isOnCurve(key);
    }

    /** The platform decodes a point only when a verification starts. */
    private static boolean isOnCurve(PublicKey key) {
        try {
            Signature.getInstance("Ed25519").initVerify(key);
            return true;
        } catch (InvalidKeyException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has Ed25519", e);
        }
    }
}
