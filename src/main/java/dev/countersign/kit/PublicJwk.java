package dev.countersign.kit;

import dev.countersign.keys.JwkMembers;
import dev.countersign.keys.KeyType;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.Use;

/**
 * A public key as it is published: a JWK (RFC 7517, section 4), made of nothing but the public half. {@link
 * ClientAssertion} names the key that it signs with by the {@code kid} of this class, and {@link JwksServlet} publishes
 * by it, so that the two never differ. Immutable.
 *
 * <p>The {@code kid} is the key's thumbprint (RFC 7638): the same wherever it is worked out, and another one for every
 * key, whatever the alias in the key store is called.
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
     * @throws UnusableKeyException when it is too weak, or of a type that no algorithm for assertions takes
     */
    public static PublicJwk of(PublicKey key) {
        SigningAlgorithm.requireGood(key);
        return made(key, JwkMembers.thumbprint(key));
    }

    /** With a {@code kid} that its owner has chosen. */
    static PublicJwk of(PublicKey key, String kid) {
        SigningAlgorithm.requireGood(key);
        return made(key, kid);
    }

    private static PublicJwk made(PublicKey key, String kid) {
        Map<String, Object> members = new LinkedHashMap<>(JwkMembers.of(key));
        members.put("kid", kid);
        members.put("use", Use.SIGNATURE);
        // An EC key fits one algorithm only, and an RSA key may be bound to one; other RSA keys fit several, and the
        // algorithm of Ed25519 has two names.
        if (key instanceof ECPublicKey
                || KeyType.of(key).flatMap(KeyType::boundTo).isPresent()) {
            members.put("alg", SigningAlgorithm.usual(key).registeredName());
        }
        return new PublicJwk(Collections.unmodifiableMap(members), kid);
    }

    /** The name of this key in key sets and in the headers of what it signs. */
    public String kid() {
        return kid;
    }

    /** The JWK. */
    public String toJson() {
        return JsonUtil.toJson(members);
    }

    /**
     * A key set (RFC 7517, section 5): what {@link JwksServlet} publishes, and what a client without a {@code jwks_uri}
     * registers as its {@code jwks}.
     */
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
