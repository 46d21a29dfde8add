package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job from end to end: an administrator registers clients, and they are let in, or not. */
class SentryIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    Path data;

    @Test
    void gen13_whoGuessesHasToWaitAndTheOthersDoNot() throws Exception {
        WarCommand command = ExecutableWar.in(data).withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1");
        try (ExecutableWar war =
                command.withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false").start()) {
            String secret = new Administrator(war.url(), war.password()).register("\"client_id\":\"billing\"");
            Visitor visitor = new Visitor(war.url());
            for (int i = 0; i < 10; i++) {
                assertThat(verifyFrom("203.0.113.7", visitor, "wrong").statusCode())
                        .isEqualTo(401);
            }

            HttpResponse<String> throttled = verifyFrom("203.0.113.7", visitor, secret);
            // 429 where no proxy asks.
            assertThat(throttled.statusCode()).isEqualTo(403);
            assertThat(throttled.headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isBetween(1L, 60L);
            assertThat(verifyFrom("203.0.113.8", visitor, secret).statusCode()).isEqualTo(204);
            // GEN-19: what the guesser says about itself does not help it.
            assertThat(verifyFrom("198.51.100.1, 203.0.113.7", visitor, secret).statusCode())
                    .isEqualTo(403);
        }
    }

    @Test
    void sec6_aSecretIsInOneAnswerAndNowhereElse() throws Exception {
        try (ExecutableWar war = ExecutableWar.in(data).start()) {
            Administrator administrator = new Administrator(war.url(), war.password());
            String secret = administrator.register("\"client_id\":\"billing\",\"client_name\":\"Billing\"");
            String chosen = "planted-" + secret;
            assertThat(administrator
                            .post("/clients/billing/secrets", "{\"secret\":\"" + chosen + "\"}")
                            .statusCode())
                    .isEqualTo(201);
            assertLetIn(war, "billing", secret);
            assertLetIn(war, "billing", chosen);
            Visitor visitor = new Visitor(war.url());
            verify(visitor, Visitor.basic("unknown", secret));
            verify(visitor, "Basic " + secret);
            visitor.get("/verify?client_secret=" + secret);
            visitor.post("/verify", FORM, "client_id=billing&client_secret=" + secret + "%zz");
            administrator.post("/clients", "{\"client_id\":\"x\",\"" + secret + "\":\"" + secret + "\"}");

            for (String path : List.of(
                    "/clients",
                    "/clients?search=bill",
                    "/clients/billing",
                    "/events",
                    "/events?client=billing",
                    "/refusals",
                    "/statistics",
                    "/authenticators",
                    "/openapi.json")) {
                assertThat(administrator.get(path).body())
                        .as(path)
                        .doesNotContain(secret)
                        .doesNotContain("hmac-sha256");
            }
            assertThat(war.err()).doesNotContain(secret);
            assertThat(filesWith(secret)).isEmpty();
            war.terminate();
            assertThat(war.err()).doesNotContain(secret);
            assertThat(filesWith(secret)).isEmpty();
        }
    }

    @Test
    void sec8_anotherMasterKeyDoesNotStartTheServer() throws Exception {
        WarCommand command = ExecutableWar.in(data);
        command.start().close();
        Path ring = data.resolve("master.keys");
        String right = Files.readString(ring);

        Files.writeString(ring, "k1 " + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" + "\n");
        WarCommand.Result wrong = command.run();
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("'k1' is not the one under which this store was written");

        Files.writeString(ring, "k2 " + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" + "\n");
        WarCommand.Result lacking = command.run();
        assertThat(lacking.exitCode()).isEqualTo(1);
        assertThat(lacking.err()).contains("lacks the key 'k1'");

        Files.writeString(ring, right, StandardOpenOption.APPEND);
        command.start().close();
    }

    @Test
    void everyWrongSettingIsReportedAtOnce() throws Exception {
        WarCommand.Result refused = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_CLIENT_CACHE_TTL", "soon")
                .withJvm("-Dcountersign.requireTLS=true", "-Dcountersign.store=ldap://evil.example/x")
                .run();

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .contains("clientCacheTtl is \"soon\" (environment variable COUNTERSIGN_CLIENT_CACHE_TTL)")
                .contains("system property countersign.requireTLS is no setting; did you mean countersign.requireTls?")
                .contains("store is \"ldap://evil.example/x\"");
    }

    private static void assertLetIn(ExecutableWar war, String client, String secret) throws Exception {
        Visitor visitor = new Visitor(war.url());
        HttpResponse<String> basic = verify(visitor, Visitor.basic(client, secret));
        assertThat(basic.statusCode()).isEqualTo(204);
        assertThat(basic.headers().firstValue("X-Client-Id")).contains(client);
        assertThat(basic.headers().firstValue("X-Client-Auth-Method")).contains("client_secret_basic");
        assertThat(basic.headers().firstValue("X-Client-Scope")).isPresent();

        HttpResponse<String> post = visitor.post("/verify/x", FORM, "client_id=" + client + "&client_secret=" + secret);
        assertThat(post.statusCode()).isEqualTo(204);
        assertThat(post.headers().firstValue("X-Client-Auth-Method")).contains("client_secret_post");
    }

    private static HttpResponse<String> verify(Visitor visitor, String authorization)
            throws IOException, InterruptedException {
        return visitor.get("/verify", "Authorization", authorization);
    }

    private static HttpResponse<String> verifyFrom(String source, Visitor visitor, String secret)
            throws IOException, InterruptedException {
        return visitor.get("/verify", "Authorization", Visitor.basic("billing", secret), "X-Forwarded-For", source);
    }

    private List<Path> filesWith(String text) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            List<Path> found = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // One byte is one character here, so that text is found in any file.
                if (Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                        .contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }
}
