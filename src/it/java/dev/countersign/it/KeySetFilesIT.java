package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Key sets as products write them: registered, imported, fetched, and what is told about their keys. */
class KeySetFilesIT {

    private static final String JSON = "application/json";

    /** Of the documents, by their paths: the media type, a line break, and the body. */
    private static final Map<String, String> SERVED = new ConcurrentHashMap<>();

    @TempDir
    static Path data;

    private static HttpServer origin;
    private static ExecutableWar war;
    private static Administrator administrator;

    @BeforeAll
    static void start() throws Exception {
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext("/", exchange -> {
            String[] answer = SERVED.get(exchange.getRequestURI().getPath()).split("\n", 2);
            byte[] body = answer[1].getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer[0]);
            exchange.sendResponseHeaders(200, body.length);
            try {
                exchange.getResponseBody().write(body);
            } finally {
                exchange.close();
            }
        });
        origin.start();
        war = ExecutableWar.in(data)
                .withEnvironment("COUNTERSIGN_KEY_FETCH_ALLOWED_ORIGINS", originUrl())
                .start();
        administrator = new Administrator(war.url(), war.password());
    }

    @AfterAll
    static void stop() {
        war.close();
        origin.stop(0);
    }

    @Test
    void file2_nullAndEmptyListsCountAsAbsent() throws Exception {
        SigningClient client = SigningClient.named("nulls");
        Map<String, Object> jwk = members(client.key());
        for (String name : List.of("d", "p", "q", "dp", "dq", "qi", "k", "use", "x5u")) {
            jwk.put(name, null);
        }
        List.of("oth", "key_ops", "x5c").forEach(name -> jwk.put(name, List.of()));

        publish(client, JSON, keySet(jwk));
        assertThat(refresh(client)).contains("\"kid\":\"k1\"", "\"remarks\":[]");
        assertThat(verified(client.assertion(war.url()))).isEqualTo(204);
        SigningClient inline = new SigningClient("nulls-inline", client.key());
        assertThat(administrator
                        .post("/clients", inline.registration("\"jwks\":" + keySet(jwk)))
                        .statusCode())
                .isEqualTo(201);
        assertThat(verified(inline.assertion(war.url()))).isEqualTo(204);
        SigningClient imported = registered("nulls-imported", client.key());
        assertThat(administrator.upload(imported.id(), "JWKS", keySet(jwk)).statusCode())
                .isEqualTo(201);
        assertThat(verified(imported.assertion(war.url()))).isEqualTo(204);
    }

    @Test
    void file3_aKeyThatIsLeftOutIsToldWithItsKidAndTheReason() throws Exception {
        SigningClient client = SigningClient.named("vault");
        Map<String, Object> hsm = members(client.key());
        hsm.put("kty", "RSA-HSM");
        hsm.put("kid", "in-the-vault");
        String told = "Key 1 (kid in-the-vault) is left out: its kty is RSA-HSM, and RSA, EC and OKP are supported.";

        publish(client, JSON, keySet(hsm));
        assertThat(refresh(client)).contains("\"keys\":[]", "\"left_out\":true", told);
        assertThat(administrator.get("/clients/vault/key-cache").body()).contains(told);
        assertThat(tried(client, client.assertion(war.url())))
                .contains("\"outcome\":\"refused\"", "no key at all. " + told);
        for (int i = 0; i < 3; i++) {
            assertThat(verified(client.assertion(war.url()))).isEqualTo(401);
        }
        assertThat(war.awaitErr(line -> line.contains(told), Duration.ofSeconds(10)))
                .isTrue();
        assertThat((war.out() + war.err()).split("in-the-vault", -1)).hasSize(2);

        String two = keySet(List.of(hsm, members(client.key())));
        HttpResponse<String> inline = administrator.post(
                "/clients", new SigningClient("vault-inline", client.key()).registration("\"jwks\":" + two));
        assertThat(inline.statusCode()).as(inline.body()).isEqualTo(201);
        assertThat(inline.body()).contains("\"warnings\":[\"" + told + "\"]");
        SigningClient imported = registered("vault-imported", client.key());
        assertThat(administrator.upload(imported.id(), "JWKS", keySet(hsm)).body())
                .contains("No key of this set can verify a signature. " + told);
        assertThat(administrator.upload(imported.id(), "JWKS", two).body()).contains("\"warnings\":[\"" + told + "\"");
    }

    @Test
    void file5_whatIsNoKeySetIsToldForWhatItIs() throws Exception {
        String key = JsonUtil.toJson(members(AssertionSigner.rsa("k1")));
        List<String> many = Collections.nCopies(21, key);
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put(JSON + '\n' + key, "no list of keys: it is a single key");
        reasons.put(JSON + "\n{\"keys\":[" + String.join(",", many) + "]}", "more than 20 keys, it has 21");
        reasons.put(JSON + "\n{\"issuer\":\"x\",\"jwks_uri\":\"y\"}", "it is a metadata document, whose jwks_uri");
        reasons.put(JSON + "\n<html>", "a page of HTML");
        reasons.put("text/plain\n{\"keys\":[]}", "another media type, text/plain; accepted: application/jwk-set+json");
        reasons.put("text/\"x\"<b>\n{\"keys\":[]}", "another media type than the accepted ones; accepted: ");
        int number = 0;
        for (Map.Entry<String, String> reason : reasons.entrySet()) {
            SigningClient client = SigningClient.named("no-set-" + number++);
            String[] answer = reason.getKey().split("\n", 2);
            publish(client, answer[0], answer[1]);
            HttpResponse<String> refreshed = administrator.post("/clients/" + client.id() + "/key-cache/refresh", "{}");
            assertThat(refreshed.statusCode()).isEqualTo(502);
            assertThat(refreshed.body()).contains(reason.getValue());
        }
        SigningClient marked = SigningClient.named("marked");
        publish(marked, JSON, "\ufeff" + marked.keySet());
        assertThat(verified(marked.assertion(war.url()))).isEqualTo(204);
    }

    @Test
    void jwt15_whatStandsBesideAGoodKeyAndCannotBeReadIsToldAndIgnored() throws Exception {
        SigningClient client = SigningClient.named("beside");
        Map<String, Object> jwk = members(client.key());
        jwk.put("x5c", List.of("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"));
        jwk.put("x5t#S256", "TmpGa1ltUXlOVEpp");

        publish(client, JSON, keySet(jwk));
        assertThat(refresh(client))
                .contains("\"kid\":\"k1\"", "\"left_out\":false", "its x5c is ignored", "its x5t#S256 is ignored");
        assertThat(verified(client.assertion(war.url()))).isEqualTo(204);
    }

    @Test
    void jwt8_theAlgOfAnImportedKeyIsKept() throws Exception {
        PublicJsonWebKey key = AssertionSigner.rsa("k1");
        key.setAlgorithm("PS512");
        SigningClient client = registered("kept", key);
        HttpResponse<String> imported = administrator.upload("kept", "JWKS", client.keySet());
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(201);
        assertThat(imported.body()).contains("\"alg\":\"PS512\"");
        assertThat(verified(client.assertion(war.url()))).isEqualTo(204);

        key.setAlgorithm("RS256");
        assertThat(verified(client.assertion(war.url()))).isEqualTo(401);
        assertThat(tried(client, client.assertion(war.url()))).contains("RSA with 2048 bits, kid k1, for PS512");
        Map<String, Object> other = members(key);
        other.put("alg", "ES256");
        assertThat(administrator.upload("kept", "JWKS", keySet(other)).body())
                .contains("key 1 (kid k1): its alg is ES256, which does not fit its key, RSA with 2048 bits");
    }

    @Test
    void jwt11_aChosenSecretIsAsLongAsTheRegisteredAlgorithmNeeds() throws Exception {
        administrator.register("\"client_id\":\"short\",\"token_endpoint_auth_method\":\"client_secret_jwt\","
                + "\"token_endpoint_auth_signing_alg\":\"HS256\"");
        String secret = "0123456789abcdefghijklmnopqrstuv";
        assertThat(choose(secret.substring(1)).body()).contains("A chosen secret has 32 to 255 characters for HS256");
        assertThat(choose(secret).statusCode()).isEqualTo(201);
        SigningClient client = SigningClient.named("short");
        assertThat(verified(mac("HS256", secret))).isEqualTo(204);
        assertThat(tried(client, mac("HS256", secret + '\n')))
                .contains("with a registered secret and a line break behind it")
                .doesNotContain(secret);

        HttpResponse<String> changed =
                administrator.patch("/clients/short", "{\"token_endpoint_auth_signing_alg\":\"HS512\"}", "*");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.body()).contains("A secret of fewer than 64 characters", "does not count with HS512");
        assertThat(verified(mac("HS512", secret))).isEqualTo(401);
        assertThat(tried(client, mac("HS512", secret)))
                .contains("1 of them long enough (HS512 needs at least 64 characters)", "\"outcome\":\"refused\"");
        assertThat(choose(secret).body()).contains("A chosen secret has 64 to 255 characters for HS512");
    }

    private static HttpResponse<String> choose(String secret) throws IOException, InterruptedException {
        return administrator.post("/clients/short/secrets", "{\"secret\":\"" + secret + "\"}");
    }

    private static String mac(String algorithm, String secret) throws JoseException {
        JsonWebSignature jws = new AssertionSigner(war.url()).unsigned("short");
        jws.setAlgorithmHeaderValue(algorithm);
        jws.setKey(new HmacKey(secret.getBytes(StandardCharsets.US_ASCII)));
        jws.setDoKeyValidation(false);
        return jws.getCompactSerialization();
    }

    /** A client without keys. */
    private static SigningClient registered(String id, PublicJsonWebKey key) throws Exception {
        HttpResponse<String> created = administrator.post(
                "/clients", "{\"client_id\":\"" + id + "\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return new SigningClient(id, key);
    }

    private static void publish(SigningClient client, String type, String body) throws Exception {
        SERVED.put('/' + client.id(), type + '\n' + body);
        HttpResponse<String> created = administrator.post(
                "/clients", client.registration("\"jwks_uri\":\"" + originUrl() + '/' + client.id() + '"'));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    }

    private static String refresh(SigningClient client) throws Exception {
        HttpResponse<String> answer = administrator.post("/clients/" + client.id() + "/key-cache/refresh", "{}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String tried(SigningClient client, String assertion) throws Exception {
        HttpResponse<String> answer =
                administrator.post("/clients/" + client.id() + "/try", "{\"assertion\":\"" + assertion + "\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static int verified(String assertion) throws Exception {
        return SigningClient.verify(war.url(), assertion).statusCode();
    }

    private static Map<String, Object> members(PublicJsonWebKey key) {
        return new LinkedHashMap<>(key.toParams(OutputControlLevel.PUBLIC_ONLY));
    }

    private static String keySet(Map<String, Object> key) {
        return keySet(List.of(key));
    }

    private static String keySet(List<Map<String, Object>> keys) {
        return JsonUtil.toJson(Map.of("keys", keys));
    }

    private static String originUrl() {
        return "http://localhost:" + origin.getAddress().getPort();
    }
}
