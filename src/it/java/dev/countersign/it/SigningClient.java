package dev.countersign.it;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;

/** A client that proves itself by JWTs of one key. Immutable. */
record SigningClient(String id, PublicJsonWebKey key) {

    private static final String FORM = "application/x-www-form-urlencoded";

    static SigningClient named(String id) throws JoseException {
        return new SigningClient(id, AssertionSigner.rsa("k1"));
    }

    /** The same client after it changed its key. */
    SigningClient with(PublicJsonWebKey another) {
        return new SigningClient(id, another);
    }

    String keySet() {
        return AssertionSigner.keySet(key);
    }

    /** The members of a JSON object by which it is registered. */
    String registration(String keys) {
        return AssertionSigner.registration(id, keys);
    }

    String assertion(String audience) throws JoseException {
        return new AssertionSigner(audience).signed(id, key);
    }

    /** One that differs from a right one. */
    String assertion(String audience, Consumer<JwtClaims> difference) throws JoseException {
        return new AssertionSigner(audience).signed(id, key, difference);
    }

    /** Knocks. */
    static HttpResponse<String> verify(String url, String assertion) throws IOException, InterruptedException {
        return new Visitor(url).post("/verify", FORM, AssertionSigner.form(assertion));
    }
}
