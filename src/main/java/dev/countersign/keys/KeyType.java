package dev.countersign.keys;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * A type of public key that signs here. Immutable.
 *
 * @param algorithm {@code RSA}, {@code RSASSA-PSS} (an RSA key that says itself that it signs by nothing else; RFC
 * 4055,
 *     section 1.2), {@code EC} or {@code Ed25519}
 * @param size in bits; there is one curve of each size ({@link NamedCurve})
 * @param boundTo the only JWS algorithm that the parameters of an RSASSA-PSS key allow; empty: it has none
 */
public record KeyType(String algorithm, int size, Optional<JwsAlgorithm> boundTo) {

    /** That of Ed25519: the points of its curve have 255 bits (RFC 8032, section 5.1). */
    public static final KeyType ED25519 = new KeyType("Ed25519", 255);

    static final String RSA = "RSA";
    static final String RSASSA_PSS = PssParameters.ALGORITHM;
    static final String EC = "EC";

    /** Of a key that is bound to no algorithm by parameters of its own. */
    public KeyType(String algorithm, int size) {
        this(algorithm, size, Optional.empty());
    }

    /** Of a key of any provider; empty: no algorithm here takes such a key. */
    public static Optional<KeyType> of(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return of(rsa);
        }
        if (key instanceof ECPublicKey ec) {
            return NamedCurve.of(ec.getParams()).map(NamedCurve::type);
        }
        return Ed25519Point.of(key).map(point -> ED25519);
    }

    private static Optional<KeyType> of(RSAPublicKey key) {
        int bits = key.getModulus().bitLength();
        try {
            Optional<PssParameters> pss = PssParameters.of(key);
            return pss.isEmpty()
                    ? Optional.of(new KeyType(RSA, bits))
                    : pss.filter(said -> said.problem().isEmpty())
                            .map(said -> new KeyType(RSASSA_PSS, bits, said.algorithm()));
        } catch (UnfitKeyException e) {
            // PublicKeyRule gives the reason.
            return Optional.empty();
        }
    }

    /** Whether such a key signs by this JWS algorithm; of an algorithm that is not known here, true. */
    public boolean fits(String jwsAlgorithm) {
        return JwsAlgorithm.named(jwsAlgorithm)
                .map(algorithm -> algorithm.fits(this))
                .orElse(true);
    }

    /** In words, for administrators. */
    @Override
    public String toString() {
        return algorithm + " with " + size + " bits"
                + boundTo.map(sole -> ", bound to " + sole.registeredName()).orElse("");
    }
}
