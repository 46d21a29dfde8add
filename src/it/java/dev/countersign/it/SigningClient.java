package dev.countersign.it;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** A client that proves itself by signed JWTs. */
record SigningClient(String id, PublicJsonWebKey key) {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    static SigningClient named(String id) throws JoseException {
        return new SigningClient(id, newKey("k1"));
    }

    static PublicJsonWebKey newKey(String kid) throws JoseException {
        PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId(kid);
        return key;
    }

    /** The same client after it changed its key. */
    SigningClient with(PublicJsonWebKey another) {
        return new SigningClient(id, another);
    }

    String keySet() {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    /** The members of a JSON object by which it is registered. */
    String registration(String keys) {
        return "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"," + keys + "}";
    }

    String assertion(String audience) throws JoseException {
        return assertion(audience, claims -> {});
    }

    /** One that differs from a right one. */
    String assertion(String audience, Consumer<JwtClaims> difference) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(id);
        claims.setSubject(id);
        claims.setAudience(audience);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.now());
        claims.setExpirationTimeMinutesInTheFuture(1);
        difference.accept(claims);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        jws.setAlgorithmHeaderValue("RS256");
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setKey(key.getPrivateKey());
        return jws.getCompactSerialization();
    }

    /** Knocks. */
    static HttpResponse<String> verify(String url, String assertion) throws IOException, InterruptedException {
        return new Visitor(url)
                .post(
                        "/verify",
                        FORM,
                        "client_assertion_type=" + URLEncoder.encode(TYPE, StandardCharsets.UTF_8)
                                + "&client_assertion=" + assertion);
    }
}
