package dev.countersign.container;

import static dev.countersign.container.TokenCalls.assertError;
import static dev.countersign.container.TokenCalls.base64Url;
import static dev.countersign.container.TokenCalls.claims;
import static dev.countersign.container.TokenCalls.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Answer;
import dev.countersign.it.Administrator;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.Visitor;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own access tokens in the {@code Authorization} field, and everything that only looks like one. */
interface BearerScenario extends TokenCalls {

    String INVALID_TOKEN = "Bearer realm=\"countersign\", error=\"invalid_token\"";

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "bEaReR  "})
    default void bea2_theSchemeMayBeWrittenInAnyCase(String scheme) throws Exception {
        String id = "bearing-" + Integer.toHexString(scheme.hashCode());
        String secret = script().register("\"client_id\":\"" + id + "\",\"scope\":\"read write\"");
        String token = token(id, secret, "&scope=read");

        for (String path : List.of("/verify", "/verify/200")) {
            HttpResponse<String> granted = visitor().get(path, "Authorization", scheme + token);
            assertThat(granted.statusCode()).as(granted.body()).isEqualTo(path.endsWith("200") ? 200 : 204);
            assertThat(granted.headers().firstValue("X-Client-Id")).contains(id);
            assertThat(granted.headers().firstValue("X-Client-Auth-Method")).contains("bearer");
            // BEA-3: the token's, not the client's.
            assertThat(granted.headers().firstValue("X-Client-Scope")).contains("read");
            assertThat(granted.headers().allValues("Cache-Control")).containsExactly("no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "bearer a.b.c", "Bearer", "Bearer ..", "Bearer é", "Bearer a b"})
    default void bea2_whatIsNoTokenIsSaidInRfc6750sTerms(String field) throws Exception {
        Answer answer = raw("GET /countersign/verify HTTP/1.1", "Host: localhost", "Authorization: " + field, "", "");
        assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains(INVALID_TOKEN);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.error()).contains("invalid_token");
    }

    @Test
    default void bea2_withoutAnyTokenThereIsNoError() throws Exception {
        assertThat(visitor().get("/verify").headers().allValues("WWW-Authenticate"))
                .containsExactly("Basic realm=\"countersign\"");
        HttpResponse<String> refused = visitor().get("/verify/for/orders");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().allValues("WWW-Authenticate"))
                .containsExactly("Bearer realm=\"countersign\", resource_metadata=\"" + ORDERS + "/metadata\"");
        assertThat(refused.body()).isEqualTo(INVALID_CLIENT);
    }

    @Test
    default void bea1_aTokenIsTheOnlyCredential() throws Exception {
        String secret = script().register("\"client_id\":\"twofold\"");
        String token = token("twofold", secret, "");
        String basic = Visitor.basic("twofold", secret);
        String bearer = "Bearer " + token;
        String assertion = new AssertionSigner(running().url()).signed("twofold", AssertionSigner.key("ES256", "k1"));

        for (Map.Entry<String, Integer> path :
                Map.of("/verify", 401, "/admin/whoami", 400).entrySet()) {
            List<String> bodies = new ArrayList<>();
            bodies.add(statusOf(raw(
                    "GET /countersign" + path.getKey() + " HTTP/1.1",
                    "Host: localhost",
                    "Authorization: " + basic,
                    "Authorization: " + bearer,
                    "",
                    "")));
            bodies.add(statusOf(raw(
                    "GET /countersign" + path.getKey() + " HTTP/1.1",
                    "Host: localhost",
                    "Authorization: " + bearer,
                    "Authorization: " + bearer,
                    "",
                    "")));
            for (String form : List.of(
                    "client_id=twofold&client_secret=" + secret,
                    AssertionSigner.form(assertion),
                    "access_token=" + token,
                    "access_token=x&access_token=y")) {
                bodies.add(Integer.toString(visitor()
                        .post(path.getKey(), FORM, form, "Authorization", bearer)
                        .statusCode()));
            }
            bodies.add(Integer.toString(visitor()
                    .get(path.getKey() + "?access_token=" + token, "Authorization", bearer)
                    .statusCode()));
            assertThat(bodies).as(path.getKey()).allMatch(path.getValue().toString()::equals);
        }
        for (HttpResponse<String> alone : List.of(
                visitor().get("/verify?access_token=" + token),
                visitor().post("/verify", FORM, "access_token=" + token),
                visitor().get("/verify?access_token=" + token, "Authorization", basic))) {
            assertThat(alone.statusCode()).isEqualTo(401);
        }
        // GEN-2
        assertThat(visitor()
                        .get("/verify?client_id=twofold", "Authorization", bearer)
                        .statusCode())
                .isEqualTo(204);
        assertThat(visitor()
                        .get("/verify?client_id=another", "Authorization", bearer)
                        .statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/introspect", "/revoke"})
    default void bea1_aStolenTokenDoesNotRenewItself(String path) throws Exception {
        String id = "stolen-" + path.substring(1);
        String secret = script().register("\"client_id\":\"" + id + "\"");
        String token = token(id, secret, "");
        String form = CLIENT_CREDENTIALS + "&token=" + token;

        HttpResponse<String> refused = visitor().post(path, FORM, form, "Authorization", "Bearer " + token);

        assertError(refused, 401, "invalid_client");
        assertThat(refused.body()).isEqualTo(INVALID_CLIENT);
        assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Basic realm=\"countersign\"");
        assertError(
                visitor()
                        .post(
                                path,
                                FORM,
                                form + "&client_id=" + id + "&client_secret=" + secret,
                                "Authorization",
                                "Bearer " + token),
                400,
                "invalid_request");
        assertError(visitor().post(path, FORM, form + "&access_token=" + token), 401, "invalid_client");
        assertError(visitor().post(path, FORM, form + "&" + AssertionSigner.form(token)), 401, "invalid_client");
        assertThat(status(token)).as("still good").isEqualTo(204);
    }

    @Test
    default void bea3_anAdministratorsTokenIsForUs() throws Exception {
        HttpResponse<String> created = byPerson(
                "POST",
                "/clients",
                "{\"client_id\":\"second-operator\",\"administrator\":true,\"audience\":[\"" + INVOICES + "\"]}");
        try {
            String secret = Administrator.secretIn(created);
            String here =
                    token("second-operator", secret, "&resource=" + running().url());
            HttpResponse<String> whoami = bearing(here, "/admin/whoami");
            assertThat(whoami.statusCode()).as(whoami.body()).isEqualTo(200);
            assertThat(whoami.body()).contains("second-operator");

            HttpResponse<String> elsewhere = bearing(token("second-operator", secret, ""), "/admin/whoami");
            assertThat(elsewhere.statusCode()).isEqualTo(401);
            assertThat(elsewhere.headers().allValues("WWW-Authenticate")).containsExactly(INVALID_TOKEN);
            assertThat(elsewhere.body()).contains(PROBLEM);
        } finally {
            byPerson("DELETE", "/clients/second-operator", "");
        }
        String secret = script().register("\"client_id\":\"no-operator\"");
        assertThat(bearing(token("no-operator", secret, ""), "/admin/whoami").statusCode())
                .isEqualTo(403);
    }

    @Test
    default void bea3_aTokenPassesForItsOwnApplicationOnly() throws Exception {
        String secret =
                script().register("\"client_id\":\"applied\",\"audience\":[\"" + INVOICES + "\",\"" + ORDERS + "\"]");
        String invoices = token("applied", secret, "&resource=" + INVOICES);
        String orders = token("applied", secret, "&resource=" + ORDERS);
        String ours = token("applied", secret, "&resource=" + running().url());
        String both = token("applied", secret, "");

        assertThat(bearing(invoices, "/verify/for/invoices").statusCode()).isEqualTo(204);
        assertThat(bearing(invoices, "/verify/200/for/invoices").statusCode()).isEqualTo(200);
        assertThat(bearing(both, "/verify/for/invoices").statusCode()).isEqualTo(204);
        assertThat(bearing(both, "/verify/for/orders").statusCode()).isEqualTo(204);
        assertThat(bearing(ours, "/verify").statusCode()).isEqualTo(204);
        // The audience is for tokens: a client's own credential is good for all of them.
        assertThat(visitor()
                        .get("/verify/for/invoices", "Authorization", Visitor.basic("applied", secret))
                        .statusCode())
                .isEqualTo(204);

        for (String path : List.of(
                "/verify/for/invoices",
                "/verify/200/for/invoices",
                "/verify/for/invoices?for=orders&resource=" + ORDERS + "&audience=" + ORDERS + "&name=orders",
                "/verify/for/invoices;for=orders")) {
            HttpResponse<String> refused = bearing(orders, path);
            assertThat(refused.statusCode()).as(path).isEqualTo(401);
            assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly(INVALID_TOKEN);
        }
        assertThat(visitor()
                        .post("/verify/for/invoices", FORM, "resource=" + ORDERS, "Authorization", "Bearer " + orders)
                        .statusCode())
                .isEqualTo(401);
        assertThat(bearing(ours, "/verify/for/invoices").statusCode()).isEqualTo(401);
        assertThat(bearing(invoices, "/verify").statusCode()).isEqualTo(401);
        assertThat(bearing(both, "/verify").statusCode()).isEqualTo(401);
        assertThat(bearing(invoices, "/verify/for/orders").headers().allValues("WWW-Authenticate"))
                .containsExactly(INVALID_TOKEN + ", resource_metadata=\"" + ORDERS + "/metadata\"");
    }

    /** What a client appends to the path of the proxy names nothing, and a proxy's mistake is no one's login. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/verify/for/unknown",
                "/verify/200/for/unknown",
                "/verify/for/",
                "/verify/for/invoices/",
                "/verify/for/invoices/for/orders",
                "/verify/for/INVOICES",
                "/verify/for/unknown?resource=invoices",
            })
    default void bea3_anApplicationThatIsNotKnownIsOurMistake(String path) throws Exception {
        String id = "lost-" + Integer.toHexString(path.hashCode());
        String secret = script().register("\"client_id\":\"" + id + "\",\"audience\":[\"" + INVOICES + "\"]");
        for (HttpResponse<String> refused : List.of(
                bearing(token(id, secret, ""), path),
                visitor().get(path, "Authorization", Visitor.basic(id, secret)),
                visitor().get(path))) {
            assertError(refused, 503, "temporarily_unavailable");
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        }
        logWith("the setting resources has no ");
    }

    @Test
    default void bea1_forgedTokensAreRefusedAlike() throws Exception {
        String secret = script().register("\"client_id\":\"forger\",\"scope\":\"read\"");
        String token = token("forger", secret, "");
        assertThat(status(token)).isEqualTo(204);

        for (Map.Entry<String, String> forged : forgeries(token).entrySet()) {
            HttpResponse<String> refused = bearing(forged.getValue(), "/verify");
            assertThat(refused.statusCode()).as(forged.getKey()).isEqualTo(401);
            assertThat(refused.headers().allValues("WWW-Authenticate"))
                    .as(forged.getKey())
                    .containsExactly(INVALID_TOKEN);
            assertThat(refused.body())
                    .isEqualTo(
                            "{\"error\":\"invalid_token\",\"error_description\":\"the access token is not valid here\"}");
            assertThat(send("/introspect", "forger", secret, "token=" + form(forged.getValue()))
                            .body())
                    .as(forged.getKey())
                    .isEqualTo(INACTIVE);
        }
        // None of them was a guess of the client that it names.
        assertThat(verify("forger", secret).statusCode()).isEqualTo(204);
        assertThat(status(token)).isEqualTo(204);
    }

    private Map<String, String> forgeries(String token) throws Exception {
        String kid = header(token).getString("kid");
        String claims = claims(token).toString();
        String[] parts = token.split("\\.", -1);
        PublicJsonWebKey foreign = RsaJwkGenerator.generateJwk(2048);
        PublicJsonWebKey own = AssertionSigner.key("ES256", "k1");
        script().post(
                        "/clients",
                        AssertionSigner.registration("forger-by-key", "\"jwks\":" + AssertionSigner.keySet(own)));
        String shared = script().register(
                        "\"client_id\":\"forger-by-mac\",\"token_endpoint_auth_method\":\"client_secret_jwt\"");
        AssertionSigner signer = new AssertionSigner(running().url());
        String none = "{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + kid + "\"}";

        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("alg none", base64Url(none) + "." + base64Url(claims) + ".");
        forged.put(
                "alg None, the signature kept",
                base64Url(none.replace("none", "None")) + "." + parts[1] + "." + parts[2]);
        for (Map.Entry<String, byte[]> secret : publicKeyAsSecret(kid).entrySet()) {
            forged.put("HS256 with our public key as " + secret.getKey(), mac(kid, claims, secret.getValue()));
        }
        forged.put("another key, our kid", signed(foreign, kid, "at+jwt", claims));
        forged.put("another key, its own kid", signed(foreign, "another", "at+jwt", claims));
        forged.put("typ JWT", signed(foreign, kid, "JWT", claims));
        forged.put("a key in the header", withKeyInside(foreign, kid, claims));
        forged.put(
                "another issuer",
                signed(foreign, kid, "at+jwt", claims.replace(running().url(), "https://other.example")));
        forged.put(
                "another client's name",
                parts[0] + "." + base64Url(claims.replace("forger", "operator")) + "." + parts[2]);
        forged.put(
                "more scope",
                parts[0] + "." + base64Url(claims.replace("\"read\"", "\"read write\"")) + "." + parts[2]);
        forged.put(
                "another type",
                base64Url(header(token).toString().replace("at+jwt", "jwt")) + "." + parts[1] + "." + parts[2]);
        forged.put("without its signature", parts[0] + "." + parts[1] + ".");
        forged.put("padding", token + "=");
        forged.put("a further part", token + ".x");
        forged.put("without the last character", token.substring(0, token.length() - 1));
        forged.put("an assertion by key", signer.signed("forger-by-key", own));
        forged.put("an assertion by secret", signer.signedBySecret("forger-by-mac", shared));
        forged.put("a secret", shared);
        forged.put("20000 characters", token + "A".repeat(7000));
        return forged;
    }

    /** In each of the forms that a confused library may have. */
    private Map<String, byte[]> publicKeyAsSecret(String kid) throws Exception {
        JsonWebKey key = new JsonWebKeySet(visitor().get("/jwks").body())
                .getJsonWebKeys().stream()
                        .filter(each -> kid.equals(each.getKeyId()))
                        .findFirst()
                        .orElseThrow();
        byte[] der = key.getKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        return Map.of(
                "DER", der,
                "PEM", pem.getBytes(StandardCharsets.US_ASCII),
                "PEM without its last line end", pem.strip().getBytes(StandardCharsets.US_ASCII),
                "JWK", key.toJson().getBytes(StandardCharsets.US_ASCII));
    }

    private static String mac(String kid, String claims, byte[] key) throws JoseException {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims);
        jws.setHeader("typ", "at+jwt");
        jws.setKeyIdHeaderValue(kid);
        jws.setAlgorithmHeaderValue("HS256");
        jws.setKey(new HmacKey(key));
        return jws.getCompactSerialization();
    }

    private static String signed(PublicJsonWebKey key, String kid, String type, String claims) throws JoseException {
        return unsigned(key, kid, type, claims).getCompactSerialization();
    }

    private static String withKeyInside(PublicJsonWebKey key, String kid, String claims) throws JoseException {
        JsonWebSignature jws = unsigned(key, kid, "at+jwt", claims);
        jws.setJwkHeader(key);
        return jws.getCompactSerialization();
    }

    private static JsonWebSignature unsigned(PublicJsonWebKey key, String kid, String type, String claims) {
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims);
        jws.setHeader("typ", type);
        jws.setKeyIdHeaderValue(kid);
        jws.setAlgorithmHeaderValue("RS256");
        jws.setKey(key.getPrivateKey());
        return jws;
    }

    private static String statusOf(Answer answer) {
        return Integer.toString(answer.status());
    }

    private static String form(String value) {
        return value.replace("+", "%2B").replace("=", "%3D");
    }
}
