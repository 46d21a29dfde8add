package dev.countersign.container;

import static dev.countersign.container.TokenCalls.accessToken;
import static dev.countersign.container.TokenCalls.assertError;
import static dev.countersign.container.TokenCalls.claims;
import static dev.countersign.container.TokenCalls.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.AssertionSigner;
import dev.countersign.it.Visitor;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients fetch access tokens, and find out by the metadata how. */
interface TokenScenario extends TokenCalls {

    @Test
    default void tok1_theAnswerHasWhatRfc6749Says() throws Exception {
        String secret = script().register("\"client_id\":\"fetching\",\"scope\":\"read write\"");

        HttpResponse<String> answer = send("/token", "fetching", secret, CLIENT_CREDENTIALS);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(JSON);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().allValues("Pragma")).containsExactly("no-cache");
        JsonObject json = Scenario.json(answer);
        assertThat(json.keySet()).containsExactlyInAnyOrder("access_token", "token_type", "expires_in", "scope");
        assertThat(json.getString("token_type")).isEqualTo("Bearer");
        assertThat(json.getInt("expires_in")).isEqualTo(300);
        assertThat(json.getString("scope")).isEqualTo("read write");
    }

    @Test
    default void tok1_scopeIsLeftOutForAClientThatHasNone() throws Exception {
        String secret = script().register("\"client_id\":\"fetching-no-scope\"");

        JsonObject json = Scenario.json(send("/token", "fetching-no-scope", secret, CLIENT_CREDENTIALS));

        assertThat(json.keySet()).containsExactlyInAnyOrder("access_token", "token_type", "expires_in");
        String token = json.getString("access_token");
        assertThat(claims(token)).doesNotContainKey("scope");
        assertThat(claims(token).getString("aud")).isEqualTo(running().url());
        assertThat(bearing(token, "/verify").headers().firstValue("X-Client-Scope"))
                .contains("");
    }

    @Test
    default void tok1_aClientMayHaveALifetimeOfItsOwn() throws Exception {
        String secret = script().register("\"client_id\":\"brief\",\"token_lifetime\":\"PT1M\"");

        JsonObject json = Scenario.json(send("/token", "brief", secret, CLIENT_CREDENTIALS));

        assertThat(json.getInt("expires_in")).isEqualTo(60);
        JsonObject claims = claims(json.getString("access_token"));
        assertThat(claims.getInt("exp") - claims.getInt("iat")).isEqualTo(60);
    }

    /** As a resource server verifies it that has only read the metadata. */
    @Test
    default void tok2_theTokenIsThatOfRfc9068() throws Exception {
        String secret =
                script().register("\"client_id\":\"profiled\",\"scope\":\"read\",\"audience\":[\"" + INVOICES + "\"]");
        String token = token("profiled", secret, "");

        assertThat(header(token).keySet()).containsExactlyInAnyOrder("typ", "alg", "kid");
        assertThat(claims(token).keySet())
                .containsExactlyInAnyOrder("iss", "sub", "client_id", "aud", "exp", "iat", "jti", "scope");
        JsonWebKeySet keys = new JsonWebKeySet(visitor().get("/jwks").body());
        JwtClaims verified = new JwtConsumerBuilder()
                .setExpectedType(true, "at+jwt")
                .setExpectedIssuer(true, metadata().getString("issuer"))
                .setExpectedAudience(INVOICES)
                .setRequireExpirationTime()
                .setRequireIssuedAt()
                .setRequireJwtId()
                .setAllowedClockSkewInSeconds(2)
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys.getJsonWebKeys()))
                .build()
                .processToClaims(token);
        assertThat(verified.getSubject()).isEqualTo("profiled");
        assertThat(verified.getStringClaimValue("client_id")).isEqualTo("profiled");
        assertThat(verified.getStringClaimValue("scope")).isEqualTo("read");
        assertThat(claims(token("profiled", secret, "")).getString("jti")).isNotEqualTo(verified.getJwtId());
    }

    @Test
    default void tok1_everyInstalledMethodGetsAToken() throws Exception {
        String plain = script().register("\"client_id\":\"by-secret\"");
        PublicJsonWebKey key = AssertionSigner.key("ES256", "k1");
        assertThat(script().post(
                                "/clients",
                                AssertionSigner.registration("by-key", "\"jwks\":" + AssertionSigner.keySet(key)))
                        .statusCode())
                .isEqualTo(201);
        String shared =
                script().register("\"client_id\":\"by-mac\",\"token_endpoint_auth_method\":\"client_secret_jwt\"");
        AssertionSigner signer = new AssertionSigner(running().url());

        Map<String, HttpResponse<String>> answers = Map.of(
                "by-secret", send("/token", "by-secret", plain, CLIENT_CREDENTIALS),
                "by-key", fetchedBy(signer.signed("by-key", key)),
                "by-mac", fetchedBy(signer.signedBySecret("by-mac", shared)));
        for (Map.Entry<String, HttpResponse<String>> answer : answers.entrySet()) {
            String token = accessToken(answer.getValue());
            assertThat(bearing(token, "/verify").headers().firstValue("X-Client-Id"))
                    .contains(answer.getKey());
        }
        HttpResponse<String> byPost =
                visitor().post("/token", FORM, CLIENT_CREDENTIALS + "&client_id=by-secret&client_secret=" + plain);
        assertThat(claims(accessToken(byPost)).getString("sub")).isEqualTo("by-secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x=y | invalid_request",
                "grant_type= | invalid_request",
                "grant_type=client_credentials&grant_type=client_credentials | invalid_request",
                "grant_type=client_credentials&scope=read&scope=read | invalid_request",
                "grant_type=client_credentials&other=1&other=2 | invalid_request",
                "grant_type=password&username=a&password=b | unsupported_grant_type",
                "grant_type=Client_Credentials | unsupported_grant_type",
                "grant_type=refresh_token&refresh_token=x | unsupported_grant_type",
                "grant_type=client_credentials&scope=admin | invalid_scope",
                "grant_type=client_credentials&scope=read+admin | invalid_scope",
                "grant_type=client_credentials&scope=rea | invalid_scope",
                "grant_type=client_credentials&scope=READ | invalid_scope",
                "grant_type=client_credentials&scope=read++write | invalid_scope",
                "grant_type=client_credentials&scope=%22 | invalid_scope",
                "grant_type=client_credentials&resource=invoices | invalid_target",
                "grant_type=client_credentials&resource=https://invoices.example%23a | invalid_target",
                "grant_type=client_credentials&resource=https://invoices.example/ | invalid_target",
                "grant_type=client_credentials&resource=https://other.example | invalid_target",
                "grant_type=client_credentials&audience=https://invoices.example/x | invalid_target",
                "grant_type=client_credentials&resource=https://invoices.example&audience=x | invalid_target",
                "grant_type=client_credentials&resource=%E2%82%AC%20 | invalid_target",
            })
    default void tok3_whatCannotBeGrantedIsAnErrorOfRfc6749(String form, String error) throws Exception {
        String id = "asking-" + Integer.toHexString(form.hashCode());
        String secret = script().register(
                        "\"client_id\":\"" + id + "\",\"scope\":\"read write\",\"audience\":[\"" + INVOICES + "\"]");

        HttpResponse<String> answer = send("/token", id, secret, form);

        assertError(answer, 400, error);
        assertThat(answer.headers().allValues("Pragma")).containsExactly("no-cache");
    }

    @Test
    default void tok3_whatIsAskedForIsGrantedAndNoMore() throws Exception {
        String secret = script().register("\"client_id\":\"choosing\",\"scope\":\"read write\",\"audience\":[\""
                + INVOICES + "\",\"" + ORDERS + "\"]");

        JsonObject one = Scenario.json(send("/token", "choosing", secret, CLIENT_CREDENTIALS + "&scope=write"));
        assertThat(one.getString("scope")).isEqualTo("write");
        assertThat(claims(one.getString("access_token")).getString("scope")).isEqualTo("write");
        assertThat(audience(token("choosing", secret, ""))).isEqualTo(list(INVOICES, ORDERS));
        assertThat(audience(token("choosing", secret, "&scope=&resource="))).isEqualTo(list(INVOICES, ORDERS));
        assertThat(audience(token("choosing", secret, "&resource=" + ORDERS + "&resource=" + INVOICES)))
                .isEqualTo(list(ORDERS, INVOICES));
        assertThat(audience(token("choosing", secret, "&resource=" + ORDERS + "&audience=" + ORDERS)))
                .isEqualTo('"' + ORDERS + '"');
        assertThat(audience(token("choosing", secret, "&audience=" + INVOICES))).isEqualTo('"' + INVOICES + '"');
        assertThat(audience(token("choosing", secret, "&resource=" + running().url())))
                .isEqualTo('"' + running().url() + '"');
        // Not registered, not asked for, not known: ignored.
        assertThat(audience(token("choosing", secret, "&nonsense=1&audience=" + ORDERS)))
                .isEqualTo('"' + ORDERS + '"');
    }

    /** Longer than what our own doors read. */
    @Test
    default void tok3_aTokenThatNobodyWouldTakeIsNotIssued() throws Exception {
        List<String> resources = IntStream.range(10, 60)
                .mapToObj(i -> "https://" + i + ".example/" + "x".repeat(400))
                .toList();
        String secret = script().register(
                        "\"client_id\":\"widespread\",\"audience\":" + list(resources.toArray(String[]::new)));

        assertError(send("/token", "widespread", secret, CLIENT_CREDENTIALS), 400, "invalid_target");
        assertThat(audience(token("widespread", secret, "&resource=" + resources.get(7))))
                .isEqualTo('"' + resources.get(7) + '"');
    }

    @Test
    default void tok1_aClientThatIsNotRegisteredForItGetsNone() throws Exception {
        String secret = script().register("\"client_id\":\"without-tokens\",\"grant_types\":[]");
        assertError(send("/token", "without-tokens", secret, CLIENT_CREDENTIALS), 400, "unauthorized_client");
        assertThat(verify("without-tokens", secret).statusCode()).isEqualTo(204);

        script().post("/clients", "{\"client_id\":\"public-app\",\"access_type\":\"public\"}");
        assertError(send("/token", "public-app", "anything", CLIENT_CREDENTIALS), 401, "invalid_client");
        assertError(
                visitor().post("/token", FORM, CLIENT_CREDENTIALS + "&client_id=public-app"), 401, "invalid_client");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/introspect", "/revoke"})
    default void gen6_theEndpointsTakeFormsByPostOnly(String path) throws Exception {
        String id = "formal-" + path.substring(1);
        String secret = script().register("\"client_id\":\"" + id + "\"");
        String basic = Visitor.basic(id, secret);
        String form = CLIENT_CREDENTIALS + "&token=x";

        for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "OPTIONS")) {
            // Before authentication: the answer is the same with and without a credential.
            for (String[] headers : List.of(
                    new String[] {"Content-Type", FORM}, new String[] {"Content-Type", FORM, "Authorization", basic})) {
                HttpResponse<String> refused = visitor().send(method, path, form, headers);
                assertError(refused, 405, "invalid_request");
                assertThat(refused.headers().allValues("Allow")).containsExactly("POST");
            }
        }
        assertError(
                visitor().post(path, JSON, "{\"grant_type\":\"client_credentials\"}", "Authorization", basic),
                400,
                "invalid_request");
        assertError(visitor().post(path, "text/plain", form, "Authorization", basic), 400, "invalid_request");
        assertError(visitor().post(path + "?" + form, FORM, "", "Authorization", basic), 400, "invalid_request");
        assertError(visitor().post(path + "?" + form, FORM, form, "Authorization", basic), 400, "invalid_request");
        assertError(
                visitor().post(path + "?client_id=" + id + "&client_secret=" + secret, FORM, form),
                400,
                "invalid_request");
        assertError(
                visitor().post(path, FORM, form + "&client_secret=" + secret, "Authorization", basic),
                400,
                "invalid_request");
        assertError(
                visitor().post(path, FORM, form + "&token=x&token=y", "Authorization", basic), 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/token", "/introspect", "/revoke"})
    default void gen9_nobodyIsServedWithoutACredential(String path) throws Exception {
        for (HttpResponse<String> refused : List.of(
                visitor().post(path, FORM, CLIENT_CREDENTIALS + "&token=x"),
                send(path, "nobody-known", "x", CLIENT_CREDENTIALS + "&token=x"),
                // A session is for administration.
                person().post(path, FORM, CLIENT_CREDENTIALS + "&token=x"))) {
            assertError(refused, 401, "invalid_client");
            assertThat(refused.body()).isEqualTo(INVALID_CLIENT);
            assertThat(refused.headers().allValues("WWW-Authenticate")).containsExactly("Basic realm=\"countersign\"");
        }
    }

    @Test
    default void meta1_theMetadataSayWhatIsAccepted() throws Exception {
        JsonObject metadata = metadata();
        String url = running().url();

        assertThat(metadata.getString("issuer")).isEqualTo(url);
        assertThat(metadata.getString("token_endpoint")).isEqualTo(url + "/token");
        assertThat(metadata.getString("introspection_endpoint")).isEqualTo(url + "/introspect");
        assertThat(metadata.getString("revocation_endpoint")).isEqualTo(url + "/revoke");
        assertThat(metadata.getString("jwks_uri")).isEqualTo(url + "/jwks");
        assertThat(texts(metadata, "grant_types_supported")).containsExactly("client_credentials");
        assertThat(metadata).doesNotContainKey("response_types_supported");
        for (String endpoint : List.of("token", "introspection", "revocation")) {
            assertThat(texts(metadata, endpoint + "_endpoint_auth_methods_supported"))
                    .containsExactlyInAnyOrder(
                            "client_secret_basic",
                            "client_secret_post",
                            "private_key_jwt",
                            "client_secret_jwt",
                            "self_signed_tls_client_auth");
            assertThat(texts(metadata, endpoint + "_endpoint_auth_signing_alg_values_supported"))
                    .contains("RS256", "PS256", "ES256", "EdDSA", "HS256")
                    .doesNotContain("none");
        }
        assertThat(metadata.values())
                .allSatisfy(value -> assertThat(value.toString()).isNotIn("[]", "\"\"", "null"));
    }

    /** Whatever a sender claims: a document of another host would be believed by caches, too. */
    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/oauth-authorization-server", "/jwks"})
    default void meta1_publicDocumentsDoNotFollowTheHost(String path) throws Exception {
        assertThat(raw(
                                "GET /countersign" + path + " HTTP/1.1",
                                "Host: evil.example",
                                "X-Forwarded-Host: evil.example",
                                "Forwarded: host=evil.example",
                                "",
                                "")
                        .body())
                .doesNotContain("evil.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/.well-known/oauth-authorization-server", "/jwks"})
    default void meta1_publicDocumentsMayBeCached(String path) throws Exception {
        HttpResponse<String> whole = visitor().get(path);
        String tag = Scenario.tag(whole);

        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.headers().firstValue("Content-Type").orElseThrow()).startsWith(JSON);
        assertThat(whole.headers().allValues("Cache-Control")).containsExactly("public, max-age=300");
        assertThat(whole.headers().firstValue("Access-Control-Allow-Origin")).contains("*");
        assertThat(whole.headers().firstValue("Set-Cookie")).isEmpty();
        for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
            HttpResponse<String> same = visitor().get(path, "If-None-Match", known);
            assertThat(same.statusCode()).as(known).isEqualTo(304);
            assertThat(same.body()).isEmpty();
            assertThat(Scenario.tag(same)).isEqualTo(tag);
        }
        assertThat(visitor().get(path, "If-None-Match", "\"x\"").body()).isEqualTo(whole.body());
        HttpResponse<String> head = visitor().send("HEAD", path, "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(Scenario.tag(head)).isEqualTo(tag);
        for (String method : List.of("POST", "PUT", "DELETE")) {
            HttpResponse<String> refused = visitor().send(method, path, "");
            assertError(refused, 405, "invalid_request");
            assertThat(refused.headers().firstValue("Allow")).contains("GET, HEAD");
        }
    }

    @Test
    default void tok4_thePublishedKeysArePublic() throws Exception {
        JsonArray keys = Scenario.json(visitor().get("/jwks")).getJsonArray("keys");

        assertThat(keys).isNotEmpty();
        for (JsonValue key : keys) {
            assertThat(key.asJsonObject()).containsKeys("kty", "kid").doesNotContainKeys("d", "p", "q", "dp", "k");
        }
    }

    private HttpResponse<String> fetchedBy(String assertion) throws Exception {
        return visitor().post("/token", FORM, CLIENT_CREDENTIALS + "&" + AssertionSigner.form(assertion));
    }

    private JsonObject metadata() throws Exception {
        return Scenario.json(visitor().get("/.well-known/oauth-authorization-server"));
    }

    private static List<String> texts(JsonObject json, String name) {
        return json.getJsonArray(name).getValuesAs(JsonString::getString);
    }

    private static String audience(String token) {
        return claims(token).get("aud").toString();
    }

    private static String list(String... values) {
        return "[\"" + String.join("\",\"", values) + "\"]";
    }
}
