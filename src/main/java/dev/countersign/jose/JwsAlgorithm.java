package dev.countersign.jose;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The JWS algorithms that anybody here can verify (RFC 7518, section 3.1; RFC 8037, section 3.1). ES256K, Ed448 and {@code none} are not among them. */
enum JwsAlgorithm {
    HS256("HS256", Family.HMAC, "HmacSHA256", 256),
    HS384("HS384", Family.HMAC, "HmacSHA384", 384),
    HS512("HS512", Family.HMAC, "HmacSHA512", 512),
    RS256("RS256", Family.RSA, "SHA256withRSA", 256),
    RS384("RS384", Family.RSA, "SHA384withRSA", 384),
    RS512("RS512", Family.RSA, "SHA512withRSA", 512),
    PS256("PS256", Family.RSA_PSS, "RSASSA-PSS", 256),
    PS384("PS384", Family.RSA_PSS, "RSASSA-PSS", 384),
    PS512("PS512", Family.RSA_PSS, "RSASSA-PSS", 512),
    ES256("ES256", Family.ECDSA, "SHA256withECDSA", 256),
    ES384("ES384", Family.ECDSA, "SHA384withECDSA", 384),
    ES512("ES512", Family.ECDSA, "SHA512withECDSA", 512),
    EDDSA("EdDSA", Family.EDDSA, "Ed25519", 512);

    private static final Map<String, JwsAlgorithm> BY_NAME = byName();

    private final String registeredName;
    private final Family family;
    private final String jcaName;
    private final int hashBits;

    JwsAlgorithm(String registeredName, Family family, String jcaName, int hashBits) {
        this.registeredName = registeredName;
        this.family = family;
        this.jcaName = jcaName;
        this.hashBits = hashBits;
    }

    /** What kind of key it takes. */
    enum Family {
        HMAC,
        RSA,
        RSA_PSS,
        ECDSA,
        EDDSA
    }

    /** By the very name: {@code rs256} is none. */
    static Optional<JwsAlgorithm> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    static Set<JwsAlgorithm> named(Set<String> names) {
        return names.stream().flatMap(name -> named(name).stream()).collect(Collectors.toUnmodifiableSet());
    }

    String registeredName() {
        return registeredName;
    }

    Family family() {
        return family;
    }

    /** Of the function in the Java Cryptography Architecture. */
    String jcaName() {
        return jcaName;
    }

    int hashBits() {
        return hashBits;
    }

    private static Map<String, JwsAlgorithm> byName() {
        Map<String, JwsAlgorithm> names = new HashMap<>();
        Stream.of(values()).forEach(algorithm -> names.put(algorithm.registeredName, algorithm));
        // EdDSA over this curve, by its own name (RFC 9864, section 2.2).
        names.put("Ed25519", EDDSA);
        return names;
    }
}
