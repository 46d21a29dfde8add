package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/** Reads a private JWK (RFC 7517, section 9.2: it is as secret as the key). Immutable. */
final class PrivateJwk {

    private final PublicKey publicKey;
    private final PrivateKey privateKey;
    private final Optional<String> kid;
    private final Optional<String> algorithm;

    private PrivateJwk(PublicKey publicKey, PrivateKey privateKey, Optional<String> kid, Optional<String> algorithm) {
        this.publicKey = publicKey;
        this.privateKey = privateKey;
        this.kid = kid;
        this.algorithm = algorithm;
    }

    static PrivateJwk parse(String json) {
        PublicJsonWebKey jwk = read(json);
        if (jwk.getPrivateKey() == null) {
            throw new UnusableKeyException(Problem.NO_PRIVATE_KEY, "The JWK has no private half.");
        }
        if (jwk.getUse() != null && !jwk.getUse().equals(Use.SIGNATURE)) {
            throw new UnusableKeyException(
                    Problem.ALGORITHM_DOES_NOT_FIT, "The JWK is not meant for signatures: its use is not sig.");
        }
        return new PrivateJwk(
                jwk.getPublicKey(),
                jwk.getPrivateKey(),
                Optional.ofNullable(jwk.getKeyId()),
                Optional.ofNullable(jwk.getAlgorithm()));
    }

    ClientKey clientKey() {
        PublicJwk jwk = kid.map(name -> PublicJwk.of(publicKey, name)).orElseGet(() -> PublicJwk.of(publicKey));
        ClientKey key = ClientKey.of(privateKey, publicKey, jwk);
        return algorithm.map(key::withAlgorithm).orElse(key);
    }

    private static PublicJsonWebKey read(String json) {
        JsonWebKey jwk;
        try {
            jwk = JsonWebKey.Factory.newJwk(json);
        } catch (JoseException | RuntimeException e) {
            // Without the cause: its message may repeat the key.
            throw new UnusableKeyException(Problem.UNREADABLE, "This is no JWK of a supported type.");
        }
        if (jwk instanceof PublicJsonWebKey pair) {
            return pair;
        }
        throw new UnusableKeyException(
                Problem.UNKNOWN_KIND, "The JWK is a shared secret; a client secret is given as such, not as a JWK.");
    }
}
