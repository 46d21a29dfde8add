package dev.countersign.x509;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import org.bouncycastle.jcajce.interfaces.EdDSAPublicKey;

/**
 * Names a public key by itself (RFC 7638, RFC 8037 section 2). This is what most JOSE libraries make their {@code kid}s of, and the same for a key and for each
 * certificate of it, so that a client can work it out and need not be told. Stateless.
 */
final class JwkThumbprint {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private JwkThumbprint() {}

    /** @param key as {@link PublicKeys} makes them */
    static String of(PublicKey key) {
        return sha256(canonical(key).getBytes(StandardCharsets.US_ASCII));
    }

    /** Base64url. */
    static String sha256(byte[] content) {
        try {
            return BASE64URL.encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The required members, in the order of their names, without a blank. */
    static String canonical(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "{\"e\":\"" + number(rsa.getPublicExponent(), 1) + "\",\"kty\":\"RSA\",\"n\":\""
                    + number(rsa.getModulus(), 1) + "\"}";
        }
        if (key instanceof ECPublicKey ec) {
            int bits = ec.getParams().getCurve().getField().getFieldSize();
            int bytes = (bits + Byte.SIZE - 1) / Byte.SIZE;
            return "{\"crv\":\"P-" + bits + "\",\"kty\":\"EC\",\"x\":\""
                    + number(ec.getW().getAffineX(), bytes) + "\",\"y\":\""
                    + number(ec.getW().getAffineY(), bytes) + "\"}";
        }
        if (key instanceof EdDSAPublicKey edDsa) {
            return "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + BASE64URL.encodeToString(edDsa.getPointEncoding())
                    + "\"}";
        }
        throw new IllegalArgumentException("no key of ours: " + key.getAlgorithm());
    }

    private static String number(BigInteger number, int shortest) {
        return BASE64URL.encodeToString(UnsignedNumber.bytes(number, shortest));
    }
}
