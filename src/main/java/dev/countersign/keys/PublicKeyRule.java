package dev.countersign.keys;

import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Optional;

/**
 * Decides whether a public key is acceptable: every parsed key is checked, whatever its source. Takes about as long as
 * a verification. Stateless.
 */
public final class PublicKeyRule {

    private PublicKeyRule() {}

    /** Why a key must not be used, as a clause that repeats nothing of it; empty: it may. */
    public static Optional<String> problem(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return RsaKeyRule.problem(rsa).or(() -> problemOfPss(rsa));
        }
        if (key instanceof ECPublicKey ec) {
            return problem(ec);
        }
        return Ed25519Point.of(key)
                .map(point -> Ed25519Point.isGood(key, point)
                        ? Optional.<String>empty()
                        : Optional.of("this is no point that an Ed25519 key may have: it is not on the curve, or"
                                + " signatures under it can be forged without a private key"))
                .orElse(Optional.of("the key must be RSA, EC (P-256, P-384, P-521) or Ed25519"));
    }

    private static Optional<String> problemOfPss(RSAPublicKey key) {
        try {
            return PssParameters.of(key).flatMap(PssParameters::problem);
        } catch (UnfitKeyException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static Optional<String> problem(ECPublicKey key) {
        Optional<NamedCurve> curve = NamedCurve.of(key.getParams());
        if (curve.isEmpty()) {
            return Optional.of("the curve of an EC key is P-256, P-384 or P-521");
        }
        return curve.get().contains(key.getW())
                ? Optional.empty()
                : Optional.of("the point of an elliptic curve's key is not on its curve");
    }
}
