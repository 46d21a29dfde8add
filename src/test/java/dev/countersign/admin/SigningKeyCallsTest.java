package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.admin.Exchange.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SigningKeyCallsTest {

    private static final String KEYS = "/admin/signing-keys";

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tok4_aNewKeyIsPublishedAndSignsNothingYet() throws Exception {
        Reply reply = script.send("POST", KEYS, "");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json())
                .isEqualTo(Map.of(
                        "kid", "kid-1",
                        "algorithm", "RS256",
                        "state", "published",
                        "created_at", "2026-03-01T10:00:00Z",
                        "ready_at", "2026-03-01T11:00:00Z"));
        assertThat(script.get(KEYS).items()).containsExactly(reply.json());
        assertThat(server.signingKeys.events).containsExactly("client:root signing_key.create kid-1");
    }

    @Test
    void tok4_aKeyIsActivatedAfterItsLeadAndRetiresTheOneBefore() throws Exception {
        script.send("POST", KEYS, "");
        script.post(KEYS + "/kid-1/activate", "{\"force\":true}");
        script.send("POST", KEYS, "");
        server.later(MemorySigningKeys.LEAD.minusMillis(1));

        Reply early = script.send("POST", KEYS + "/kid-2/activate", "");
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.json()).containsEntry("type", "tag:countersign.dev,2026:problem:signing-key-too-early");
        assertThat(early.body()).contains("ready_at", "force");
        server.later(Duration.ofMillis(1));
        Reply reply = script.send("POST", KEYS + "/kid-2/activate", "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json())
                .containsEntry("state", "active")
                .containsEntry("active_since", "2026-03-01T11:00:00Z")
                .doesNotContainKey("ready_at");
        assertThat(script.get(KEYS).items().get(0))
                .containsEntry("state", "retired")
                .containsEntry("active_since", "2026-03-01T10:00:00Z")
                .containsEntry("last_token_expires_at", "2026-03-01T11:05:00Z");
        Reply again = script.post(KEYS + "/kid-1/activate", "{\"force\":true}");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json()).containsEntry("type", "tag:countersign.dev,2026:problem:signing-key-not-published");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | 409",
                "{\"force\":false} | 409",
                "{\"force\":\"true\"} | 400",
                "{\"force\":1} | 400",
                "{\"force\":null} | 400",
                "{\"forced\":true} | 400",
                "[true] | 400",
                "true | 400",
            })
    void onlyTheTruthForces(String body, int status) throws Exception {
        script.send("POST", KEYS, "");

        assertThat(script.post(KEYS + "/kid-1/activate", body).status()).isEqualTo(status);
        assertThat(script.send("POST", KEYS + "/kid-1/activate", "{\"force\":true}")
                        .status())
                .isEqualTo(415);
        assertThat(script.get(KEYS).items().get(0)).containsEntry("state", "published");
    }

    @Test
    void tok4_aWithdrawnKeyIsGone() throws Exception {
        script.send("POST", KEYS, "");

        assertThat(script.send("DELETE", KEYS + "/kid-1", "").status()).isEqualTo(204);
        assertThat(script.get(KEYS).items()).isEmpty();
        for (Reply reply : List.of(
                script.send("DELETE", KEYS + "/kid-1", ""),
                script.send("POST", KEYS + "/kid-1/activate", ""),
                script.send("DELETE", KEYS + "/%22%3Cscript%3E", ""))) {
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json()).containsEntry("detail", "There is no such signing key.");
        }
    }

    @Test
    void theKeySetStaysSmall() throws Exception {
        for (int made = 0; made < SigningKeyCalls.MAX_KEYS; made++) {
            assertThat(script.send("POST", KEYS, "").status()).isEqualTo(201);
        }

        Reply reply = script.send("POST", KEYS, "");
        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.json()).containsEntry("detail", "There are 20 keys already: withdraw one first.");
        assertThat(server.signingKeys.all()).hasSize(SigningKeyCalls.MAX_KEYS);
        SigningKeysControl control = new SigningKeysControl(server.signingKeys);
        assertThatThrownBy(control::create).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void tok4_noAnswerHasAPrivateKey() throws Exception {
        assertThat(script.send("POST", KEYS, "").body()).doesNotContain(MemorySigningKeys.PLANT);
        assertThat(script.get(KEYS).body()).doesNotContain(MemorySigningKeys.PLANT);
        assertThat(script.post(KEYS + "/kid-1/activate", "{\"force\":true}").body())
                .doesNotContain(MemorySigningKeys.PLANT);
    }

    @Test
    void adm1_onlyAdministratorsSeeAndChangeThem() throws Exception {
        script.send("POST", KEYS, "");
        Exchange plain =
                server.asNobody().header("Authorization", AdminServer.basic("plain", AdminServer.PLAIN_SECRET));

        assertThat(server.asNobody().get(KEYS).status()).isEqualTo(401);
        assertThat(plain.get(KEYS).status()).isEqualTo(403);
        assertThat(plain.send("DELETE", KEYS + "/kid-1", "").status()).isEqualTo(403);
        Exchange elsewhere = server.asPerson("ada").header("Sec-Fetch-Site", "cross-site");
        assertThat(elsewhere.send("DELETE", KEYS + "/kid-1", "").status()).isEqualTo(403);
        assertThat(server.signingKeys.all()).hasSize(1);
        server.asPerson("ada").send("DELETE", KEYS + "/kid-1", "");
        assertThat(server.signingKeys.events).last().isEqualTo("person:ada signing_key.withdraw kid-1");
    }

    @Test
    void withoutTheStoreItIs503() throws Exception {
        Exchange person = server.asPerson("ada");
        person.send("POST", KEYS, "");
        server.registry.failWith(Optional.of(MemoryRegistry.outage()));

        assertThat(person.get(KEYS).status()).isEqualTo(503);
        Reply reply = person.send("DELETE", KEYS + "/kid-1", "");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("5");
    }
}
