package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.lang.JoseException;

/**
 * A public key as the world sees it: a JWK (RFC 7517, section 4), made of nothing but the public half. {@link ClientAssertion} names the key that it signs with by the {@code kid} of this class, and
 * {@link JwksServlet} publishes by it, so that the two never differ. Immutable.
 *
 * <p>The {@code kid} is the key's thumbprint (RFC 7638): the same wherever it is worked out, and another one for every key, whatever the alias in the key store is called.
 */
public final class PublicJwk {

    private final Map<String, Object> members;
    private final String kid;

    private PublicJwk(Map<String, Object> members, String kid) {
        this.members = members;
        this.kid = kid;
    }

    /**
     * The JWK of this key.
     *
     * @throws UnusableKeyException when it is too weak, or of a kind that nobody signs assertions with
     */
    public static PublicJwk of(PublicKey key) {
        JsonWebKey jwk = plain(key);
        return of(key, jwk, jwk.calculateBase64urlEncodedThumbprint("SHA-256"));
    }

    /** With a {@code kid} that somebody has chosen. */
    static PublicJwk of(PublicKey key, String kid) {
        return of(key, plain(key), kid);
    }

    // What an elliptic curve signs by is clear; an RSA key takes six algorithms, and Ed25519 has two names.
    private static PublicJwk of(PublicKey key, JsonWebKey jwk, String kid) {
        jwk.setKeyId(kid);
        jwk.setUse(Use.SIGNATURE);
        if (key instanceof ECPublicKey) {
            jwk.setAlgorithm(SigningAlgorithm.usual(key).registeredName());
        }
        return new PublicJwk(jwk.toParams(OutputControlLevel.PUBLIC_ONLY), kid);
    }

    private static JsonWebKey plain(PublicKey key) {
        KeyForm.of(key);
        try {
            return PublicJsonWebKey.Factory.newPublicJwk(key);
        } catch (JoseException e) {
            throw new UnusableKeyException(
                    Problem.UNKNOWN_KIND, "Such a key (" + key.getAlgorithm() + ") has no form as a JWK.", e);
        }
    }

    /** The name of this key in key sets and in the headers of what it signs. */
    public String kid() {
        return kid;
    }

    /** The JWK. */
    public String toJson() {
        return JsonUtil.toJson(members);
    }

    /** A key set (RFC 7517, section 5): what {@link JwksServlet} publishes, and what a client without such a place has registered as its {@code jwks}. */
    public static String keySet(Collection<PublicJwk> keys) {
        List<Map<String, Object>> list = new ArrayList<>();
        keys.forEach(key -> list.add(key.members));
        return JsonUtil.toJson(Map.of("keys", list));
    }

    /** The JWK: there is nothing secret in it. */
    @Override
    public String toString() {
        return toJson();
    }
}
