package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.tools.attach.VirtualMachine;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signed JWTs from end to end: a client's library signs, the server by itself judges. */
class SignedJwtIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @TempDir
    static Path data;

    private static ExecutableWar war;
    private static Administrator administrator;

    private static final AtomicReference<String> PUBLISHED = new AtomicReference<>("");
    private static final AtomicInteger FETCHES = new AtomicInteger();
    private static final AtomicInteger SOURCES = new AtomicInteger();
    private static HttpServer origin;

    @BeforeAll
    static void start() throws Exception {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            FETCHES.incrementAndGet();
            byte[] body = PUBLISHED.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/jwk-set+json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        origin.start();
        // Every request may come from a source of its own, so that refusals are not throttled.
        war = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_KEY_FETCH_ALLOWED_ORIGINS", originUrl())
                .withEnvironment("COUNTERSIGN_KEY_REFRESH_INTERVAL", "PT1S")
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false")
                .start();
        administrator = new Administrator(war.url(), war.password());
    }

    @AfterAll
    static void stop() {
        war.close();
        origin.stop(0);
    }

    private static String originUrl() {
        return "http://localhost:" + origin.getAddress().getPort();
    }

    @Test
    void jwt6_aSignedJwtLetsItsClientInOnce() throws Exception {
        PublicJsonWebKey key = rsa("k1");
        register("signing", "\"jwks\":" + keySet(key));

        String assertion = signed("signing", key);
        HttpResponse<String> first = verify(assertion);
        assertThat(first.statusCode()).as(first.body() + war.err()).isEqualTo(204);
        assertThat(first.headers().firstValue("X-Client-Id")).contains("signing");
        assertThat(first.headers().firstValue("X-Client-Auth-Method")).contains("private_key_jwt");
        assertThat(verify(assertion).statusCode()).isEqualTo(401);

        // JWT-10: another client's name with this one's key.
        register("other", "\"jwks\":" + keySet(rsa("k1")));
        assertThat(verify(signed("other", key)).statusCode()).isEqualTo(401);
        // SEC-6, GEN-20: what was sent is nowhere in the log.
        assertThat(war.err())
                .contains("refused=REPLAYED", "refused=BAD_SIGNATURE")
                .doesNotContain(assertion);
    }

    @Test
    void jwt6_ofManyAtOnceOneWins() throws Exception {
        PublicJsonWebKey key = rsa("k1");
        register("contended", "\"jwks\":" + keySet(key));
        String assertion = signed("contended", key);
        List<Callable<Integer>> tries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tries.add(() -> verify(assertion).statusCode());
        }

        ExecutorService threads = Executors.newFixedThreadPool(tries.size());
        try {
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> answer : threads.invokeAll(tries)) {
                answers.add(answer.get());
            }
            assertThat(answers).containsOnlyOnce(204).containsOnly(204, 401);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void key7_aRotatedKeyIsFetchedOnceAndAClearedOneIsGoneAtOnce() throws Exception {
        PublicJsonWebKey first = rsa("2026-1");
        PublicJsonWebKey second = rsa("2026-2");
        PUBLISHED.set(keySet(first));
        register("publishing", "\"jwks_uri\":\"" + originUrl() + "/keys\"");

        assertThat(verify(signed("publishing", first)).statusCode())
                .as(war::err)
                .isEqualTo(204);
        assertThat(verify(signed("publishing", first)).statusCode()).isEqualTo(204);
        // The node hears of its own change too, within a second, and then asks once more.
        int before = FETCHES.get();
        assertThat(before).isBetween(1, 2);

        PUBLISHED.set(keySet(second));
        await(() -> verify(signed("publishing", second)).statusCode() == 204);
        assertThat(FETCHES.get()).isBetween(before + 1, before + 2);

        PUBLISHED.set(keySet(first));
        assertThat(verify(signed("publishing", second)).statusCode()).isEqualTo(204);
        assertThat(clear("publishing")).isEqualTo(1);
        assertThat(verify(signed("publishing", second)).statusCode()).isEqualTo(401);
        assertThat(verify(signed("publishing", first)).statusCode()).isEqualTo(204);
    }

    @Test
    void jwt11_aSecretMayBeTheKey() throws Exception {
        String secret =
                administrator.register("\"client_id\":\"shared\",\"token_endpoint_auth_method\":\"client_secret_jwt\"");
        JsonWebSignature jws = claims("shared");
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
        PublicJsonWebKey key = rsa("k1");
        String both = "\"jwks\":" + keySet(key) + ",\"jwks_uri\":\"https://keys.example/\"";
        assertThat(administrator.post("/clients", client("both", both)).statusCode())
                .isEqualTo(400);
        String secretKey = "\"jwks\":{\"keys\":[" + key.toJson(OutputControlLevel.INCLUDE_PRIVATE) + "]}";
        assertThat(administrator.post("/clients", client("private", secretKey)).statusCode())
                .isEqualTo(400);

        register("moving", "\"jwks\":" + keySet(key));
        HttpResponse<String> moved =
                administrator.patch("/clients/moving", "{\"jwks_uri\":\"https://keys.example/\"}", "*");
        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        assertThat(moved.body()).contains("https://keys.example/").doesNotContain("\"jwks\"");
        assertThat(verify(signed("moving", key)).statusCode()).isIn(401, 503);
    }

    private static void register(String id, String keys) throws Exception {
        HttpResponse<String> created = administrator.post("/clients", client(id, keys));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(created.body()).doesNotContain("client_secret\"");
    }

    private static String client(String id, String keys) {
        return "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"," + keys + "}";
    }

    private static PublicJsonWebKey rsa(String kid) throws Exception {
        PublicJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
        key.setKeyId(kid);
        return key;
    }

    private static String keySet(JsonWebKey key) {
        return new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY);
    }

    private static String signed(String id, PublicJsonWebKey key) throws Exception {
        JsonWebSignature jws = claims(id);
        jws.setAlgorithmHeaderValue("RS256");
        jws.setKeyIdHeaderValue(key.getKeyId());
        jws.setKey(key.getPrivateKey());
        return jws.getCompactSerialization();
    }

    private static JsonWebSignature claims(String id) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(id);
        claims.setSubject(id);
        claims.setAudience(war.url());
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(NumericDate.now());
        claims.setExpirationTimeMinutesInTheFuture(1);
        JsonWebSignature jws = new JsonWebSignature();
        jws.setPayload(claims.toJson());
        return jws;
    }

    private static HttpResponse<String> verify(String assertion) throws Exception {
        return new Visitor(war.url())
                .post(
                        "/verify",
                        FORM,
                        "client_assertion_type=" + URLEncoder.encode(TYPE, StandardCharsets.UTF_8)
                                + "&client_assertion=" + assertion,
                        "X-Forwarded-For",
                        source());
    }

    private static String source() {
        int number = SOURCES.incrementAndGet();
        return "198.18." + number / 256 % 256 + '.' + number % 256;
    }

    // The address is that of our own child process.
    @SuppressWarnings("BanJNDI")
    private static int clear(String client) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(war.pid()));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            return (Integer) connector
                    .getMBeanServerConnection()
                    .invoke(
                            new ObjectName("dev.countersign:type=KeyCache,context=/countersign"),
                            "clearClient",
                            new Object[] {client},
                            new String[] {String.class.getName()});
        } finally {
            machine.detach();
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
    }
}
