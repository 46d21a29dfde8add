package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.KeyUpload;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateCallsTest {

    private static final String SIGNER = "/admin/clients/signer";
    private static final String CERTIFICATES = SIGNER + "/certificates";

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
        script.post("/admin/clients", "{\"client_id\":\"signer\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private Client signer() {
        return server.client("signer");
    }

    private Reply upload(String file) throws Exception {
        return script.upload(CERTIFICATES, Upload.of("CERTIFICATE_PEM", file));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> certificates(Reply reply) {
        return (List<Map<String, Object>>) reply.json().getOrDefault("certificates", List.of());
    }

    @Test
    void aKeyIsImported() throws Exception {
        Reply reply = script.upload(
                CERTIFICATES,
                new Upload()
                        .part("format", "PKCS12")
                        .part("alias", "mine")
                        .part("store_password", "p\u00c3\u00a4ssword")
                        .part("force", "true")
                        .file("../../etc/passwd", "certificate a\n" + PlainKeys.PLANT));

        assertThat(reply.status()).isEqualTo(201);
        ClientCertificate registered = signer().certificates().get(0);
        assertThat(certificates(reply))
                .singleElement()
                .satisfies(certificate -> assertThat(certificate)
                        .containsEntry("id", registered.id())
                        .containsEntry("kid", "thumbprint-a")
                        .containsEntry("alias", "mine")
                        .containsEntry("kind", "certificate")
                        .containsEntry("subject", PlainKeys.SUBJECT)
                        .containsEntry("serial", "2a")
                        .containsEntry("not_before", "2026-03-01T10:00:00Z")
                        .containsEntry("not_after", "2027-03-01T10:00:00Z")
                        .containsEntry("sha256", "sha256-of-a")
                        .containsEntry("algorithm", "RSA")
                        .containsEntry("size", 3072L));
        assertThat(reply.json())
                .containsEntry("warnings", List.of("There was a private key in it, which should not travel."))
                .containsEntry("client_version", 2L);
        assertThat(reply.header("Location")).isEqualTo("/countersign" + CERTIFICATES + "/" + registered.id());
        KeyUpload handed = server.keys.uploads().get(0);
        assertThat(handed.format()).isEqualTo(ImportFormat.PKCS12);
        assertThat(handed.force()).isTrue();
        assertThat(handed.password().orElseThrow().bytes()).hasSize(9).containsOnly(0);
        assertThat(handed.content().bytes()).containsOnly(0);
    }

    @Test
    void emptyFieldsOfABrowsersFormCountAsAbsent() throws Exception {
        Upload form = new Upload().part("alias", "").part("store_password", "").part("force", "");

        Reply reply = script.upload(CERTIFICATES, form.part("format", "JWKS").file("", "key a as \u00e9<b>\nkey b"));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Location")).isEmpty();
        assertThat(certificates(reply))
                .hasSize(2)
                .allSatisfy(certificate -> assertThat(certificate)
                        .containsEntry("kind", "public_key")
                        .doesNotContainKeys("subject", "issuer", "serial", "not_before", "not_after", "last_used_at"));
        KeyUpload handed = server.keys.uploads().get(0);
        assertThat(handed.alias()).isEmpty();
        assertThat(handed.password()).isEmpty();
        assertThat(handed.force()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-www-form-urlencoded",
                "text/plain",
                "multipart/mixed; boundary=x"
            })
    void anotherTypeIs415WithTheWayToDoIt(String type) throws Exception {
        script.header("Content-Type", type);

        Reply reply = script.send("POST", CERTIFICATES, type.contains("urlencoded") ? "format=JWKS" : "{}");

        assertThat(reply.status()).isEqualTo(415);
        assertThat(reply.body()).contains("multipart/form-data", "curl -F");
        assertThat(signer().version()).isEqualTo(1);
    }

    @Test
    void adm5_aKeyThatWillNotDoIs422AndNothingIsChanged() throws Exception {
        Client before = signer();

        Reply reply = upload("weak " + PlainKeys.PLANT);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.field()).isEqualTo("file");
        assertThat(reply.json()).containsEntry("detail", "The key is too weak.");
        assertThat(signer()).isEqualTo(before);
        assertThat(server.keys.uploads().get(0).content().bytes()).containsOnly(0);
    }

    @Test
    void adm5_aFileIsNoLargerThanItMayBe() throws Exception {
        Client before = signer();
        String largest = "certificate " + "x".repeat(AdminServer.UPLOAD_MAX_BYTES - 12);

        Reply file = upload(largest + "x");
        assertThat(file.status()).isEqualTo(413);
        assertThat(file.field()).isEqualTo("file");
        assertThat(upload(largest + "x".repeat(30_000)).status()).isEqualTo(413);
        assertThat(script.upload(
                                CERTIFICATES,
                                new Upload()
                                        .part("format", "JWKS")
                                        .part("alias", "x".repeat(1025))
                                        .file("f", "key a"))
                        .field())
                .isEqualTo("alias");
        assertThat(signer()).isEqualTo(before);
        assertThat(server.keys.uploads()).isEmpty();
        assertThat(upload(largest).status()).isEqualTo(201);
    }

    @Test
    void aKeyIsRegisteredOnce() throws Exception {
        String id = String.valueOf(certificates(upload("key a as first")).get(0).get("id"));
        Client before = signer();

        Reply again = upload("key b\nkey a as second");
        Reply twice = upload("key c as one\nkey c as two");

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("type")).isEqualTo(ProblemKind.EXISTS.type());
        assertThat(again.body()).contains(id, "first");
        assertThat(twice.status()).isEqualTo(422);
        assertThat(signer()).isEqualTo(before);
    }

    @Test
    void aRenewedCertificateOfAKeyIsTakenAndTheSameKeyTwiceIsSaid() throws Exception {
        Object first = certificates(upload("certificate a")).get(0).get("id");
        assertThat(upload("certificate a").status()).as("the very same").isEqualTo(409);

        Reply renewed = upload("certificate b\ncertificate a renewed");

        assertThat(renewed.status()).isEqualTo(201);
        assertThat(warnings(renewed))
                .singleElement()
                .asString()
                .contains("registered already, as " + first + " (kid thumbprint-a)", "last certificate");
        assertThat(signer().certificates()).hasSize(3);
        assertThat(upload("certificate a renewed").status()).isEqualTo(409);
        assertThat(upload("certificate d\ncertificate d renewed").status()).isEqualTo(422);
    }

    @Test
    void aBareKeyIsNoRenewalButMayGetACertificate() throws Exception {
        assertThat(upload("key a").status()).isEqualTo(201);
        assertThat(upload("key a").status()).isEqualTo(409);

        Reply certified = upload("certificate a");

        assertThat(certified.status()).isEqualTo(201);
        assertThat(warnings(certified)).singleElement().asString().contains("after this certificate's end");
        // Else a key that ends would become one that does not.
        assertThat(upload("certificate b").status()).isEqualTo(201);
        assertThat(upload("key b").status()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource({"RS256, key ec-a, true", "RS256, key a, false", "ES256, key ec-a, false", "sealed, key ec-a, false"})
    void aKeyThatTheRegisteredAlgorithmCannotUseIsSaid(String algorithm, String key, boolean said) throws Exception {
        script.post(
                "/admin/clients",
                "{\"client_id\":\"bound\",\"token_endpoint_auth_method\":\"private_key_jwt\",\"token_endpoint_auth_signing_alg\":\""
                        + algorithm + "\"}");

        Reply reply = script.upload("/admin/clients/bound/certificates", Upload.of("JWKS", key));

        assertThat(reply.status()).isEqualTo(201);
        assertThat(warnings(reply))
                .hasSize(said ? 1 : 0)
                .allSatisfy(warning ->
                        assertThat(String.valueOf(warning)).contains("sign with RS256 alone", "EC with 256 bits"));
    }

    private static List<?> warnings(Reply reply) {
        return (List<?>) reply.json().getOrDefault("warnings", List.of());
    }

    @Test
    void allOrNoneFindRoom() throws Exception {
        String many = IntStream.range(0, Client.MAX_CERTIFICATES)
                .mapToObj(i -> "key " + i)
                .collect(Collectors.joining("\n"));
        assertThat(upload("key before").status()).isEqualTo(201);

        Reply reply = upload(many);

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json().get("type")).isEqualTo(ProblemKind.TOO_MANY_KEYS.type());
        assertThat(signer().certificates()).hasSize(1);
        assertThat(upload(many.substring(many.indexOf('\n') + 1)).status()).isEqualTo(201);
    }

    @Test
    void onlyClientsWhoseMethodUsesKeysHaveAUseForOne() throws Exception {
        Upload upload = Upload.of("JWKS", "key a");

        assertThat(script.upload("/admin/clients/plain/certificates", upload).status())
                .isEqualTo(409);
        assertThat(script.upload("/admin/clients/unknown/certificates", upload).status())
                .isEqualTo(404);
        assertThat(server.keys.uploads()).isEmpty();
    }

    @Test
    void whatIsRegisteredIsDownloaded() throws Exception {
        String certificate =
                path(certificates(upload("certificate " + "a".repeat(100))).get(0));
        String key = path(certificates(upload("key b")).get(0));

        Reply pem = script.get(certificate);
        Reply der = script.get(certificate + "?format=der");

        assertThat(pem.header("Content-Type")).isEqualTo("application/x-pem-file");
        assertThat(pem.header("Content-Disposition")).isEqualTo("attachment; filename=\"signer.pem\"");
        assertThat(pem.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(pem.body()).startsWith("-----BEGIN CERTIFICATE-----\n").endsWith("\n-----END CERTIFICATE-----\n");
        assertThat(pem.body().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(64));
        assertThat(der.header("Content-Type")).isEqualTo("application/pkix-cert");
        assertThat(der.header("Content-Disposition")).isEqualTo("attachment; filename=\"signer.cer\"");
        assertThat(der.body()).isEqualTo("certificate " + "a".repeat(100));
        assertThat(script.get(key).body())
                .isEqualTo("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getEncoder().encodeToString("key b".getBytes(StandardCharsets.US_ASCII))
                        + "\n-----END PUBLIC KEY-----\n");
        assertThat(script.get(key + "?format=der").body()).isEqualTo("key b");
        assertThat(script.get(key + "?format=p12").field()).isEqualTo("format");
        assertThat(script.get(CERTIFICATES + "/no-such-key").status()).isEqualTo(404);
        assertThat(script.get("/admin/clients/plain" + key.substring(SIGNER.length()))
                        .status())
                .isEqualTo(404);
    }

    private static String path(Map<String, Object> certificate) {
        return CERTIFICATES + "/" + certificate.get("id");
    }

    @Test
    void aKeyIsRemoved() throws Exception {
        String path = path(certificates(upload("key a\nkey b")).get(0));

        assertThat(script.delete(path, "\"7\"").status()).isEqualTo(412);
        assertThat(script.delete(path, "\"2\"").status()).isEqualTo(204);
        assertThat(script.send("DELETE", path, "").status()).isEqualTo(404);
        assertThat(signer().certificates())
                .singleElement()
                .satisfies(left -> assertThat(left.kid()).isEqualTo("thumbprint-b"));
        assertThat(upload("key a").status()).isEqualTo(201);
    }

    @Test
    void adm4_aConditionIsHonouredHereToo() throws Exception {
        script.header("If-Match", "\"7\"");
        assertThat(upload("key a").status()).isEqualTo(412);
        assertThat(server.keys.uploads()).isEmpty();
        assertThat(signer().certificates()).isEmpty();
        script.header("If-Match", "\"1\"");
        assertThat(upload("key a").status()).isEqualTo(201);
    }

    @Test
    void theTrailTellsWhatWasDone() throws Exception {
        String path = path(certificates(upload("key a\nkey b")).get(0));
        script.delete(path, "*");

        List<AuditEvent> events =
                server.registry.events(Optional.empty(), Optional.empty(), 2).items();
        assertThat(events).extracting(AuditEvent::action).containsExactly("certificate.remove", "certificate.import");
        assertThat(events.get(1).detail()).contains("kid thumbprint-a; certificate ", "kid thumbprint-b");
        assertThat(events.get(0).detail()).startsWith("certificate ").contains("kid thumbprint-a");
    }

    @Test
    void adm3_markupStaysData() throws Exception {
        String alias = "<img src=x onerror=alert(1)>";

        Reply reply =
                script.upload(CERTIFICATES, Upload.of("JWKS", "certificate a").part("alias", alias));
        Reply read = script.get(SIGNER);

        assertThat(certificates(reply).get(0)).containsEntry("alias", alias).containsEntry("issuer", PlainKeys.SUBJECT);
        assertThat(certificates(read)).isEqualTo(certificates(reply));
        assertThat(read.header("Content-Type")).startsWith("application/json");
        assertThat(read.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void oneThatCannotBeReadAnyMoreHidesNoOther() throws Exception {
        server.registry.update(
                signer().id(),
                OptionalLong.empty(),
                client -> client.withCertificates(
                        List.of(server.keys.registered("key corrupt", ""), server.keys.registered("key fine", ""))),
                new Change("system", "test", ""));

        List<Map<String, Object>> shown = certificates(script.get(SIGNER));

        assertThat(shown.get(0))
                .containsEntry("error", "It cannot be read any more.")
                .doesNotContainKey("sha256");
        assertThat(shown.get(1)).containsEntry("sha256", "sha256-of-fine").doesNotContainKey("error");
        assertThat(upload("key new").status()).isEqualTo(201);
        assertThat(script.send("DELETE", path(shown.get(0)), "").status()).isEqualTo(204);
    }

    @Test
    void listsTellWhatTheStoreKnowsAndMayBeSentBack() throws Exception {
        upload("certificate a");
        Map<String, Object> line =
                script.get("/admin/clients?search=signer").items().get(0);

        assertThat(OpenApi.object(OpenApi.list(line, "certificates").get(0)))
                .containsOnlyKeys("id", "kid", "alias", "kind", "created_at", "in_use", "not_after");
        String asRead = new String(JsonText.of(line), StandardCharsets.UTF_8);
        assertThat(script.put(SIGNER, asRead, "*").status()).isEqualTo(200);
        Reply changed = script.put(SIGNER, asRead.replace("\"alias\":\"\"", "\"alias\":\"other\""), "*");
        assertThat(changed.status()).isEqualTo(400);
        assertThat(changed.field()).isEqualTo("certificates");
        assertThat(script.put(SIGNER, script.get(SIGNER).body(), "*").status()).isEqualTo(200);
        assertThat(signer().version()).isEqualTo(2);
    }
}
