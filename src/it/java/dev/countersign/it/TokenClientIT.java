package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.kit.ClientAssertion;
import dev.countersign.kit.ClientKey;
import dev.countersign.kit.TokenClient;
import dev.countersign.kit.TokenException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client kit against the server by itself: a token by the issuer's URL alone, and what it is good for. */
class TokenClientIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(20);

    @TempDir
    static Path data;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static ExecutableWar war;
    private static Administrator administrator;
    private static URI issuer;

    @BeforeAll
    static void start() throws Exception {
        war = ExecutableWar.in(data).start();
        administrator = new Administrator(war.url(), war.password());
        issuer = URI.create(war.url());
    }

    @AfterAll
    static void stop() {
        war.close();
    }

    @Test
    void byIdAndSecret() throws Exception {
        String secret = administrator.register("\"client_id\":\"basic\",\"scope\":\"read write\"");
        TokenClient tokens = TokenClient.ofIssuer(issuer, "basic", secret::toCharArray);

        HttpResponse<String> all = verify(tokens);
        assertThat(all.statusCode()).as(war::err).isEqualTo(204);
        assertThat(all.headers().firstValue("X-Client-Id")).contains("basic");
        assertThat(all.headers().firstValue("X-Client-Auth-Method")).contains("bearer");
        assertThat(all.headers().firstValue("X-Client-Scope").orElseThrow().split(" ", -1))
                .containsExactlyInAnyOrder("read", "write");
        assertThat(verify(tokens.withScope("read")).headers().firstValue("X-Client-Scope"))
                .contains("read");
        assertThat(tokens.withResource(issuer).token()).isNotEqualTo(tokens.token());
        assertThat(tokens.token()).as("it is kept").isEqualTo(tokens.token());
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void byASignedJwt(String algorithm) throws Exception {
        PublicJsonWebKey key = AssertionSigner.key(algorithm, "k1");
        String id = "signing-" + algorithm;
        HttpResponse<String> created = administrator.post(
                "/clients", AssertionSigner.registration(id, "\"jwks\":" + AssertionSigner.keySet(key)));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        ClientKey signer = ClientKey.ofJwk(key.toJson(OutputControlLevel.INCLUDE_PRIVATE));

        TokenClient tokens = TokenClient.ofIssuer(issuer, new ClientAssertion(id, war.url(), signer));

        HttpResponse<String> answer = verify(tokens);
        assertThat(answer.statusCode()).as(war::err).isEqualTo(204);
        assertThat(answer.headers().firstValue("X-Client-Id")).contains(id);
    }

    @Test
    void bySecretJwt() throws Exception {
        String secret =
                administrator.register("\"client_id\":\"shared\",\"token_endpoint_auth_method\":\"client_secret_jwt\"");
        ClientKey signer = ClientKey.ofSecret(secret.toCharArray());

        TokenClient tokens = TokenClient.ofIssuer(issuer, new ClientAssertion("shared", war.url(), signer));

        assertThat(verify(tokens).statusCode()).as(war::err).isEqualTo(204);
    }

    @Test
    void rev1_aRevokedTokenIsReplaced() throws Exception {
        String secret = administrator.register("\"client_id\":\"revoking\"");
        TokenClient tokens = TokenClient.ofIssuer(issuer, "revoking", secret::toCharArray);
        assertThat(verify(tokens).statusCode()).as(war::err).isEqualTo(204);
        HttpResponse<String> revoked = new Visitor(war.url())
                .post("/revoke", FORM, "token=" + tokens.token(), "Authorization", Visitor.basic("revoking", secret));
        assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);

        HttpResponse<String> rejected = awaitRejection(tokens);

        assertThat(tokens.invalidate(rejected.request())).isTrue();
        assertThat(verify(tokens).statusCode()).as(war::err).isEqualTo(204);
    }

    @Test
    void tok1_tok3_aRefusalSaysWhy() throws Exception {
        String secret = administrator.register("\"client_id\":\"refused\",\"scope\":\"read\"");
        TokenClient tokens = TokenClient.ofIssuer(issuer, "refused", secret::toCharArray);

        assertThatThrownBy(() -> tokens.withScope("rea").token())
                .isInstanceOfSatisfying(
                        TokenException.class,
                        refusal -> assertThat(refusal.error()).contains("invalid_scope"));
        assertThatThrownBy(() -> tokens.withResource(URI.create("https://other.example/"))
                        .token())
                .isInstanceOfSatisfying(
                        TokenException.class,
                        refusal -> assertThat(refusal.error()).contains("invalid_target"));
        TokenClient wrong = TokenClient.ofIssuer(issuer, "refused", () -> ("x" + secret).toCharArray());
        assertThatThrownBy(wrong::token)
                .isInstanceOfSatisfying(TokenException.class, refusal -> {
                    assertThat(refusal.error()).contains("invalid_client");
                    assertThat(refusal.status()).hasValue(401);
                })
                .hasMessageNotContaining(secret);
        assertThat(verify(tokens).statusCode()).as(war::err).isEqualTo(204);
    }

    private static HttpResponse<String> verify(TokenClient tokens) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(war.url() + "/verify"));
        return HTTP.send(tokens.authorize(request).build(), BodyHandlers.ofString());
    }

    /** It is dead within a second. */
    private static HttpResponse<String> awaitRejection(TokenClient tokens) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> answer = verify(tokens);
        while (answer.statusCode() != 401) {
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            LockSupport.parkNanos(POLL.toNanos());
            answer = verify(tokens);
        }
        return answer;
    }
}
