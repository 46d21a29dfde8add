package dev.countersign.keys;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JWS algorithms that are signed and verified with here, and which keys each takes (RFC 7518, section 3.1; RFC
 * 8037, section 3.1). ES256K, Ed448 and {@code none} are not among them.
 */
public enum JwsAlgorithm {
    RS256(Family.RSA, "SHA256withRSA", 256),
    RS384(Family.RSA, "SHA384withRSA", 384),
    RS512(Family.RSA, "SHA512withRSA", 512),
    PS256(Family.RSA_PSS, "RSASSA-PSS", 256),
    PS384(Family.RSA_PSS, "RSASSA-PSS", 384),
    PS512(Family.RSA_PSS, "RSASSA-PSS", 512),
    ES256(Family.ECDSA, "SHA256withECDSAinP1363Format", 256),
    ES384(Family.ECDSA, "SHA384withECDSAinP1363Format", 384),
    ES512(Family.ECDSA, "SHA512withECDSAinP1363Format", 512),
    EDDSA(Family.EDDSA, "Ed25519", 512),
    HS256(Family.HMAC, "HmacSHA256", 256),
    HS384(Family.HMAC, "HmacSHA384", 384),
    HS512(Family.HMAC, "HmacSHA512", 512);

    private static final Map<String, JwsAlgorithm> BY_NAME = byName();

    private final Family family;
    private final String jcaName;
    private final int hashBits;

    JwsAlgorithm(Family family, String jcaName, int hashBits) {
        this.family = family;
        this.jcaName = jcaName;
        this.hashBits = hashBits;
    }

    /** The functions behind the algorithms. */
    public enum Family {
        HMAC,
        RSA,
        RSA_PSS,
        ECDSA,
        EDDSA
    }

    /** By one of its exact {@link #names}: {@code rs256} is none. */
    public static Optional<JwsAlgorithm> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    public static Set<JwsAlgorithm> named(Set<String> names) {
        return names.stream().flatMap(name -> named(name).stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** Of all algorithms, each by one name. */
    public static List<String> registeredNames() {
        return Stream.of(values()).map(JwsAlgorithm::registeredName).toList();
    }

    /** As RFC 7518 and RFC 8037 have it. */
    public String registeredName() {
        return this == EDDSA ? "EdDSA" : name();
    }

    /**
     * All of its names, the most widely supported first: EdDSA with Ed25519 has a newer one of its own (RFC 9864,
     * section 2.2).
     */
    public List<String> names() {
        return this == EDDSA ? List.of(registeredName(), "Ed25519") : List.of(registeredName());
    }

    public Family family() {
        return family;
    }

    /** Whether its key is a shared secret. */
    public boolean takesSecret() {
        return family == Family.HMAC;
    }

    /** Of the function in the Java Cryptography Architecture, whose signatures have the form that JWS wants. */
    public String jcaName() {
        return jcaName;
    }

    public int hashBits() {
        return hashBits;
    }

    /** Whether a key of this type signs by it. */
    public boolean fits(KeyType type) {
        return switch (family) {
            case HMAC -> false;
            case RSA -> type.algorithm().equals(KeyType.RSA);
            // The one key signs by both paddings, the other says itself that it does not (RFC 4055, section 1.2).
            case RSA_PSS ->
                type.algorithm().equals(KeyType.RSA)
                        || (type.algorithm().equals(KeyType.RSASSA_PSS)
                                && type.boundTo().orElse(this) == this);
            case ECDSA ->
                NamedCurve.of(this).filter(curve -> type.equals(curve.type())).isPresent();
            case EDDSA -> type.equals(KeyType.ED25519);
        };
    }

    /**
     * Whether this key fits: type, curve, size, and what it is bound to. All other properties of a key are checked by
     * {@link PublicKeyRule}
     * when the key is parsed.
     */
    public boolean fits(PublicKey key) {
        return KeyType.of(key).filter(this::fits).isPresent()
                && (!(key instanceof RSAPublicKey rsa)
                        || RsaKeyRule.problemOfForm(rsa.getModulus(), rsa.getPublicExponent())
                                .isEmpty());
    }

    private static Map<String, JwsAlgorithm> byName() {
        Map<String, JwsAlgorithm> names = new HashMap<>();
        Stream.of(values()).forEach(algorithm -> algorithm.names().forEach(name -> names.put(name, algorithm)));
        return names;
    }
}
