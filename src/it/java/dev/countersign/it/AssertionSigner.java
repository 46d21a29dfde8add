package dev.countersign.it;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * What a client's library does: signs fresh assertions (RFC 7523, section 3). Immutable.
 *
 * @param audience the issuer that they are for
 */
public record AssertionSigner(String audience) {

    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** A new key pair for RS256. */
    public static PublicJsonWebKey rsa(String kid) throws JoseException {
        return key("RS256", kid);
    }

    /** A new key pair for this algorithm. */
    public static PublicJsonWebKey key(String algorithm, String kid) throws JoseException {
        PublicJsonWebKey key = switch (algorithm) {
            case "RS256", "PS256" -> RsaJwkGenerator.generateJwk(2048);
            case "ES256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
            case "EdDSA" -> OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
            default -> throw new IllegalArgumentException(algorithm);
        };
        key.setKeyId(kid);
        key.setAlgorithm(algorithm);
        return key;
    }

    /** The public halves, as a client publishes them. */
    public static String keySet(PublicJsonWebKey... keys) {
        return new JsonWebKeySet(List.of(keys)).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** The members of a client's registration that signs with a key which is found so. */
    public static String registration(String id, String keys) {
        return "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"," + keys + "}";
    }

    /** The parameters of a request in which this assertion stands. */
    public static String form(String assertion) {
        return "client_assertion_type=" + URLEncoder.encode(TYPE, StandardCharsets.UTF_8) + "&client_assertion="
                + assertion;
    }

    /** One that was never used, signed as the key's {@code alg} says. */
    public String signed(String client, PublicJsonWebKey key) throws JoseException {
        return signed(client, key, claims -> {});
    }

    /** One that was never used, by {@code client_secret_jwt} (OpenID Connect Core 1.0, section 9). */
    public String signedBySecret(String client, String secret) throws JoseException {
        JsonWebSignature jws = unsigned(client);
        jws.setAlgorithmHeaderValue("HS512");
        jws.setKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)));
        return jws.getCompactSerialization();
    }

    /** The same, with other claims than a right one has. */
    String signed(String client, PublicJsonWebKey key, Consumer<JwtClaims> difference) throws JoseException {
        JsonWebSignature jws = unsigned(client, difference);
        jws.setAlgorithmHeaderValue(key.getAlgorithm());
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setKey(key.getPrivateKey());
        return jws.getCompactSerialization();
    }

    /** One that was never used, for as long as a test may take. */
    JsonWebSignature unsigned(String client) {
        return unsigned(client, claims -> {});
    }

    private JsonWebSignature unsigned(String client, Consumer<JwtClaims> difference) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(client);
        claims.setSubject(client);
        claims.setAudience(audience);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.now());
        claims.setExpirationTimeMinutesInTheFuture(4);
        difference.accept(claims);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        return jws;
    }
}
