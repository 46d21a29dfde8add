package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredKeysTest {

    private static final String SIGNER = "/admin/clients/signer";

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
        script.post("/admin/clients", "{\"client_id\":\"signer\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
        script.upload(SIGNER + "/certificates", Upload.of("CERTIFICATE_PEM", "certificate a"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Test
    void declaredKeysAreAllThatTheClientHas() throws Exception {
        ClientCertificate kept = keys().get(0);

        Reply reply = patch("""
                [{"pem": "key b", "kid": "two", "alias": "second", "alg": "RS256"}, {"pem": "certificate a"}]""");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(keys()).hasSize(2).contains(kept);
        assertThat(keys().get(0)).satisfies(added -> {
            assertThat(added.kid()).isEqualTo("two");
            assertThat(added.alias()).isEqualTo("second");
            assertThat(added.algorithm()).hasValue("RS256");
        });
        assertThat(lastDetail())
                .contains("keys registered: certificate " + keys().get(0).id() + " \"second\", kid two")
                .doesNotContain("keys removed");

        assertThat(patch("[{\"pem\": \"key b\", \"kid\": \"two\", \"alias\": \"second\", \"alg\": \"RS256\"}]")
                        .status())
                .isEqualTo(200);
        assertThat(keys()).extracting(ClientCertificate::kid).containsExactly("two");
        assertThat(patch("[]").status()).isEqualTo(200);
        assertThat(keys()).isEmpty();
    }

    @Test
    void aKeyWithAnotherNameIsStillTheSameKey() throws Exception {
        ClientCertificate before = keys().get(0);

        assertThat(patch("[{\"pem\": \"certificate a\", \"alias\": \"other\", \"kid\": \"two\", \"alg\": \"RS256\"}]")
                        .status())
                .isEqualTo(200);

        assertThat(keys()).singleElement().satisfies(key -> {
            assertThat(key.alias()).isEqualTo("other");
            assertThat(key.kid()).isEqualTo("two");
            assertThat(key.algorithm()).hasValue("RS256");
            assertThat(key.id()).isEqualTo(before.id());
            assertThat(key.createdAt()).isEqualTo(before.createdAt());
        });
        assertThat(lastDetail())
                .contains("keys with another name or alg: certificate " + before.id() + " \"other\", kid two")
                .doesNotContain("keys registered", "keys removed", "keys with an earlier end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"alias\": \"other\"", "\"kid\": \"two\"", "\"alg\": \"RS256\""})
    void noOtherNameBringsAnEndedKeyBack(String name) throws Exception {
        script.upload(
                SIGNER + "/certificates",
                new Upload()
                        .part("format", "PUBLIC_KEY_PEM")
                        .part("replace", "true")
                        .file("key", "key b"));
        ClientCertificate ended = keys().get(0);
        assertThat(ended.liveAt(server.clock.instant())).isFalse();

        Reply reply = patch("[{\"pem\": \"certificate a\", " + name + "}, {\"pem\": \"key b\"}]");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(keys().get(0)).isNotEqualTo(ended).satisfies(key -> {
            assertThat(key.expiresAt()).isEqualTo(ended.expiresAt());
            assertThat(key.notAfter()).isEqualTo(ended.notAfter());
        });
    }

    @Test
    void anotherNameOfTheNewerKeyLeavesTheReplacement() throws Exception {
        replaceUntilUnused();
        ClientCertificate waiting = keys().get(0);

        Reply reply = patch(
                "[{\"pem\": \"certificate a\", \"alias\": \"old\"}," + " {\"pem\": \"key b\", \"alias\": \"new\"}]");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(keys()).extracting(ClientCertificate::alias).containsExactly("old", "new");
        assertThat(keys().get(0).replacement()).isPresent().isEqualTo(waiting.replacement());
        assertThat(keys().get(1).id())
                .isEqualTo(waiting.replacement().orElseThrow().replacedBy());
    }

    @Test
    void whatTheServerHasShownIsNoDeclaration() throws Exception {
        List<ClientCertificate> before = keys();
        String shown = script.get(SIGNER).body();

        Reply same = script.put(SIGNER, shown, "*");
        Reply other = patch("[{\"id\": \"another\"}]");

        assertThat(same.status()).as(same.body()).isEqualTo(200);
        assertThat(other.status()).isEqualTo(400);
        assertThat(keys()).isEqualTo(before);
    }

    @Test
    void aKeyThatWasReplacedKeepsItsEndOrGetsAnEarlierOne() throws Exception {
        replaceUntilUnused();
        List<ClientCertificate> before = keys();
        assertThat(before.get(0).replacement()).isPresent();

        assertThat(script.put(SIGNER, script.get(SIGNER).body(), "*").status()).isEqualTo(200);
        assertThat(patch("[{\"pem\": \"certificate a\"}, {\"pem\": \"key b\"}]").status())
                .isEqualTo(200);
        assertThat(patch("[{\"pem\": \"certificate a\", \"expires_at\": \"2027-01-01T00:00:00Z\"},"
                                + " {\"pem\": \"key b\"}]")
                        .status())
                .isEqualTo(200);
        assertThat(patch("[{\"pem\": \"certificate a\", \"expires_at\": \""
                                + before.get(0).expiresAt().orElseThrow() + "\"}, {\"pem\": \"key b\"}]")
                        .status())
                .as("what was exported")
                .isEqualTo(200);
        assertThat(keys()).isEqualTo(before);

        Reply sooner = patch("[{\"pem\": \"certificate a\", \"expires_at\": \"2026-03-02T00:00:00Z\"},"
                + " {\"pem\": \"key b\"}, {\"pem\": \"key c\", \"expires_at\": \"2026-03-03T00:00:00Z\"}]");

        assertThat(sooner.status()).as(sooner.body()).isEqualTo(200);
        assertThat(keys())
                .extracting(ClientCertificate::expiresAt)
                .containsExactly(
                        Optional.of(Instant.parse("2026-03-02T00:00:00Z")),
                        Optional.empty(),
                        Optional.of(Instant.parse("2026-03-03T00:00:00Z")));
        assertThat(keys().get(0).replacement())
                .as("its use may end it sooner still")
                .isEqualTo(before.get(0).replacement());
        assertThat(lastDetail())
                .contains(
                        "keys with an earlier end: certificate " + before.get(0).id())
                .doesNotContain("keys removed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"pem\": \"key b\"}, {\"pem\": \"key b\"}]                | certificates",
                "[{\"pem\": \"key b\", \"alg\": \"none\"}]                   | alg",
                "[{\"pem\": \"key b\", \"colour\": \"red\"}]                 | colour",
                "[{\"pem\": \"key b\", \"expires_at\": \"soon\"}]            | expires_at",
                "[{\"pem\": 1}]                                              | pem",
            })
    void whatIsNoKeyIsRefused(String declared, String field) throws Exception {
        Reply reply = patch(declared);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
        assertThat(keys()).hasSize(1);
    }

    @Test
    void onlyClientsWithKeysTakeThem() throws Exception {
        script.post("/admin/clients", "{\"client_id\":\"plain\"}");

        Reply reply = script.patch("/admin/clients/plain", "{\"certificates\": [{\"pem\": \"key b\"}]}", "*");

        assertThat(reply.status()).as(reply.body()).isEqualTo(409);
    }

    @Test
    void theKeysThemselvesAreShownOnRequest() throws Exception {
        assertThat(script.get(SIGNER).body()).doesNotContain("BEGIN CERTIFICATE");
        assertThat(script.get(SIGNER + "?keys=pem").body()).contains("BEGIN CERTIFICATE");
        assertThat(script.get("/admin/clients?keys=pem").body()).contains("BEGIN CERTIFICATE");
        assertThat(script.get("/admin/clients?keys=der").status()).isEqualTo(400);
    }

    /** The certificate waits for the use of the new key. */
    private void replaceUntilUnused() throws Exception {
        script.upload(
                SIGNER + "/certificates",
                new Upload()
                        .part("format", "PUBLIC_KEY_PEM")
                        .part("replace", "true")
                        .part("overlap", "until_unused")
                        .file("key", "key b"));
    }

    private String lastDetail() {
        return server.registry
                .events(Optional.of(new ClientId("signer")), Optional.empty(), 1)
                .items()
                .get(0)
                .detail();
    }

    private Reply patch(String keys) throws Exception {
        return script.patch(SIGNER, "{\"certificates\": " + keys + "}", "*");
    }

    private List<ClientCertificate> keys() {
        return server.client("signer").certificates();
    }
}
