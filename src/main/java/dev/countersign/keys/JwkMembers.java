package dev.countersign.keys;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes a public key as a JWK: the members that make the key (RFC 7638, section 3.2; RFC 8037, section 2), and the
 * name that follows from them. Stateless.
 */
public final class JwkMembers {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private JwkMembers() {}

    /**
     * The required members, in the order of their names.
     *
     * @throws IllegalArgumentException when it is of no {@link KeyType}
     */
    public static SortedMap<String, String> of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return new TreeMap<>(
                    Map.of("kty", "RSA", "n", number(rsa.getModulus(), 1), "e", number(rsa.getPublicExponent(), 1)));
        }
        if (key instanceof ECPublicKey ec) {
            NamedCurve curve = NamedCurve.of(ec.getParams()).orElseThrow(() -> noType(key));
            int length = curve.coordinateLength();
            return new TreeMap<>(Map.of(
                    "kty", "EC",
                    "crv", curve.registeredName(),
                    "x", number(ec.getW().getAffineX(), length),
                    "y", number(ec.getW().getAffineY(), length)));
        }
        byte[] point = Ed25519Point.of(key).orElseThrow(() -> noType(key));
        return new TreeMap<>(Map.of("kty", "OKP", "crv", "Ed25519", "x", BASE64URL.encodeToString(point)));
    }

    /** The same as a JSON object without a blank: names and values are of characters that JSON writes as they are. */
    public static String json(PublicKey key) {
        return of(key).entrySet().stream()
                .map(member -> '"' + member.getKey() + "\":\"" + member.getValue() + '"')
                .collect(Collectors.joining(",", "{", "}"));
    }

    /**
     * Names a key by itself (RFC 7638), in Base64url: most JOSE libraries make their {@code kid}s so, and it is the
     * same for a key and for each certificate of it, so that a client can work it out and need not be told.
     */
    public static String thumbprint(PublicKey key) {
        return sha256(json(key).getBytes(StandardCharsets.US_ASCII));
    }

    /** Base64url, as {@code x5t#S256} has that of a certificate (RFC 7517, section 4.9). */
    public static String sha256(byte[] content) {
        try {
            return BASE64URL.encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String number(BigInteger number, int minBytes) {
        return BASE64URL.encodeToString(UnsignedNumber.bytes(number, minBytes));
    }

    private static IllegalArgumentException noType(PublicKey key) {
        return new IllegalArgumentException("no key that signs here: " + key.getAlgorithm());
    }
}
