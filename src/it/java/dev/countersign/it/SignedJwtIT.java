package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Jvm;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.ObjectName;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed JWTs from end to end: a client's library signs, the server by itself judges. */
class SignedJwtIT {

    private static final String FORM = "application/x-www-form-urlencoded";

    @TempDir
    static Path data;

    private static ExecutableWar war;
    private static Administrator administrator;

    private static AssertionSigner signer;
    private static KeySetServer publisher;
    private static final AtomicInteger SOURCES = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        publisher = new KeySetServer();
        // Every request may come from a source of its own, so that refusals are not throttled.
        war = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_KEY_FETCH_ALLOWED_ORIGINS", publisher.origin())
                .withEnvironment("COUNTERSIGN_KEY_REFRESH_INTERVAL", "PT1S")
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false")
                .start();
        administrator = new Administrator(war.url(), war.password());
        signer = new AssertionSigner(war.url());
    }

    @AfterAll
    static void stop() {
        war.close();
        publisher.close();
    }

    @Test
    void jwt6_aSignedJwtLetsItsClientInOnce() throws Exception {
        PublicJsonWebKey key = AssertionSigner.rsa("k1");
        register("signing", "\"jwks\":" + AssertionSigner.keySet(key));

        String assertion = signer.signed("signing", key);
        HttpResponse<String> first = verify(assertion);
        assertThat(first.statusCode()).as(first.body() + war.err()).isEqualTo(204);
        assertThat(first.headers().firstValue("X-Client-Id")).contains("signing");
        assertThat(first.headers().firstValue("X-Client-Auth-Method")).contains("private_key_jwt");
        assertThat(verify(assertion).statusCode()).isEqualTo(401);

        // JWT-10: another client's name with this one's key.
        register("other", "\"jwks\":" + AssertionSigner.keySet(AssertionSigner.rsa("k1")));
        assertThat(verify(signer.signed("other", key)).statusCode()).isEqualTo(401);
        // SEC-6, GEN-20: what was sent is nowhere in the log.
        for (String reason : List.of("REPLAYED", "BAD_SIGNATURE")) {
            assertThat(war.awaitErr(line -> line.contains("refused=" + reason + " aud=\"http"), Duration.ofSeconds(10)))
                    .isTrue();
        }
        assertThat(war.err()).doesNotContain(assertion);
    }

    @Test
    void key7_aRotatedKeyIsFetchedOnceAndAClearedOneIsGoneAtOnce() throws Exception {
        PublicJsonWebKey first = AssertionSigner.rsa("2026-1");
        PublicJsonWebKey second = AssertionSigner.rsa("2026-2");
        publisher.publish(AssertionSigner.keySet(first));
        register("publishing", "\"jwks_uri\":\"" + publisher.origin() + "/keys\"");

        assertThat(verify(signer.signed("publishing", first)).statusCode())
                .as(war::err)
                .isEqualTo(204);
        assertThat(verify(signer.signed("publishing", first)).statusCode()).isEqualTo(204);
        // The node hears of its own change too, within a second, and then asks once more.
        int before = publisher.fetches();
        assertThat(before).isBetween(1, 2);

        publisher.publish(AssertionSigner.keySet(second));
        await(() -> verify(signer.signed("publishing", second)).statusCode() == 204);
        assertThat(publisher.fetches()).isBetween(before + 1, before + 2);

        publisher.publish(AssertionSigner.keySet(first));
        assertThat(verify(signer.signed("publishing", second)).statusCode()).isEqualTo(204);
        assertThat(clear("publishing")).isEqualTo(1);
        assertThat(verify(signer.signed("publishing", second)).statusCode()).isEqualTo(401);
        assertThat(verify(signer.signed("publishing", first)).statusCode()).isEqualTo(204);
    }

    @Test
    void jwt11_aSecretMayBeTheKey() throws Exception {
        String secret =
                administrator.register("\"client_id\":\"shared\",\"token_endpoint_auth_method\":\"client_secret_jwt\"");
        JsonWebSignature jws = signer.unsigned("shared");
        jws.setAlgorithmHeaderValue("HS512");
        jws.setKey(new HmacKey(secret.getBytes(StandardCharsets.UTF_8)));

        assertThat(verify(jws.getCompactSerialization()).statusCode())
                .as(war::err)
                .isEqualTo(204);
        // GEN-3: the same secret is no password.
        assertThat(new Visitor(war.url())
                        .get("/verify", "Authorization", Visitor.basic("shared", secret))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aClientHasOneSourceOfKeysAndNoPrivateOne() throws Exception {
        PublicJsonWebKey key = AssertionSigner.rsa("k1");
        String both = "\"jwks\":" + AssertionSigner.keySet(key) + ",\"jwks_uri\":\"https://keys.example/\"";
        assertThat(administrator
                        .post("/clients", AssertionSigner.registration("both", both))
                        .statusCode())
                .isEqualTo(400);
        String secretKey = "\"jwks\":{\"keys\":[" + key.toJson(OutputControlLevel.INCLUDE_PRIVATE) + "]}";
        assertThat(administrator
                        .post("/clients", AssertionSigner.registration("private", secretKey))
                        .statusCode())
                .isEqualTo(400);

        register("moving", "\"jwks\":" + AssertionSigner.keySet(key));
        HttpResponse<String> moved =
                administrator.patch("/clients/moving", "{\"jwks_uri\":\"https://keys.example/\"}", "*");
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        assertThat(moved.body()).contains("https://keys.example/").doesNotContain("\"jwks\"");
        assertThat(verify(signer.signed("moving", key)).statusCode()).isIn(401, 503);
    }

    private static void register(String id, String keys) throws Exception {
        HttpResponse<String> created = administrator.post("/clients", AssertionSigner.registration(id, keys));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.body()).doesNotContain("client_secret\"");
    }

    private static HttpResponse<String> verify(String assertion) throws Exception {
        return new Visitor(war.url())
                .post("/verify", FORM, AssertionSigner.form(assertion), "X-Forwarded-For", source());
    }

    private static String source() {
        int number = SOURCES.incrementAndGet();
        return "198.18." + number / 256 % 256 + '.' + number % 256;
    }

    private static int clear(String client) throws Exception {
        try (Jvm jvm = new Jvm(ProcessHandle.of(war.pid()).orElseThrow())) {
            return (Integer) jvm.beans()
                    .invoke(
                            new ObjectName("dev.countersign:type=KeyCache,context=/countersign"),
                            "clearClient",
                            new Object[] {client},
                            new String[] {String.class.getName()});
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }
}
