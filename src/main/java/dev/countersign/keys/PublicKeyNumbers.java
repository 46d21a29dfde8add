package dev.countersign.keys;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * Makes public keys from the numbers in a JWK (RFC 7518, section 6; RFC 8037, section 2), acceptable ones only.
 * Stateless.
 */
public final class PublicKeyNumbers {

    private PublicKeyNumbers() {}

    /** @throws UnfitKeyException when {@link RsaKeyRule} forbids such a key */
    public static PublicKey rsa(BigInteger modulus, BigInteger exponent) throws UnfitKeyException {
        // Checked first, as the platform applies limits of its own.
        require(RsaKeyRule.problem(modulus, exponent));
        return key("RSA", new RSAPublicKeySpec(modulus, exponent));
    }

    /**
     * An RSA key that signs by RSASSA-PSS alone (RFC 4055, section 1.2). Its encoding is canonical.
     *
     * @param parameters in DER; of no bytes: it has none
     * @throws UnfitKeyException when {@link RsaKeyRule} forbids such a key, or no JWS algorithm fits the parameters
     */
    public static PublicKey rsassaPss(BigInteger modulus, BigInteger exponent, byte[] parameters)
            throws UnfitKeyException {
        require(RsaKeyRule.problem(modulus, exponent));
        PssParameters pss = PssParameters.read(parameters);
        require(pss.problem());
        return key(
                PssParameters.ALGORITHM,
                pss.spec()
                        .map(bound -> new RSAPublicKeySpec(modulus, exponent, bound))
                        .orElseGet(() -> new RSAPublicKeySpec(modulus, exponent)));
    }

    /** @throws UnfitKeyException when a coordinate is not as long as the curve asks for, or the point is not on it */
    public static PublicKey ec(NamedCurve curve, byte[] x, byte[] y) throws UnfitKeyException {
        if (x.length != curve.coordinateLength() || y.length != curve.coordinateLength()) {
            throw new UnfitKeyException("a coordinate of an elliptic curve's key is not of full length");
        }
        ECPoint point = new ECPoint(new BigInteger(1, x), new BigInteger(1, y));
        return ruled(key("EC", new ECPublicKeySpec(point, curve.parameters())));
    }

    /** @throws UnfitKeyException when this is not the encoding of a point, or one of small order */
    public static PublicKey ed25519(byte[] point) throws UnfitKeyException {
        if (point.length != Ed25519Point.LENGTH) {
            throw new UnfitKeyException("an Ed25519 key has " + Ed25519Point.LENGTH + " bytes");
        }
        return ruled(key("Ed25519", new X509EncodedKeySpec(Ed25519Point.encoded(point))));
    }

    /**
     * A key, and what its certificate says of it: an RSA key may be bound to RSASSA-PSS there, while its numbers are
     * those of an ordinary one (RFC 4055, section 1.2).
     *
     * @param certified the certificate's key
     * @return the key with what it is bound to; empty: the certificate is for another key
     * @throws UnfitKeyException when no JWS algorithm fits what the certificate binds it to
     */
    public static Optional<PublicKey> bound(PublicKey key, PublicKey certified) throws UnfitKeyException {
        if (MessageDigest.isEqual(key.getEncoded(), certified.getEncoded())) {
            return Optional.of(key);
        }
        if (!(key instanceof RSAPublicKey bare)
                || !(certified instanceof RSAPublicKey rsa)
                || !bare.getModulus().equals(rsa.getModulus())
                || !bare.getPublicExponent().equals(rsa.getPublicExponent())) {
            return Optional.empty();
        }
        return Optional.of(PssParameters.of(rsa).isPresent() ? ruled(certified) : key);
    }

    private static PublicKey ruled(PublicKey key) throws UnfitKeyException {
        require(PublicKeyRule.problem(key));
        return key;
    }

    private static PublicKey key(String algorithm, KeySpec numbers) throws UnfitKeyException {
        try {
            return KeyFactory.getInstance(algorithm).generatePublic(numbers);
        } catch (GeneralSecurityException e) {
            throw new UnfitKeyException("a key cannot be made out of its members", e);
        }
    }

    private static void require(Optional<String> problem) throws UnfitKeyException {
        if (problem.isPresent()) {
            throw new UnfitKeyException(problem.get());
        }
    }
}
