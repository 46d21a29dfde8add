package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.Replacement;
import dev.countersign.client.SecretHash;
import dev.countersign.log.HeardLog;
import dev.countersign.secret.RuledSecretIssuer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretCallsTest {

    private static final String SECRETS = "/admin/clients/plain/secrets";
    private static final String CHOSEN = "chosen-secret-" + "c".repeat(32);

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private List<ClientSecret> secrets() {
        return server.client("plain").secrets();
    }

    @Test
    void aSecretThatIsAddedMeanwhileIsNotEndedUnseen() throws Exception {
        ClientSecret unseen = new ClientSecret(
                "unseen", "", new SecretHash("hash"), AdminServer.START, Optional.empty(), Optional.empty());
        server.secrets.meanwhile(() -> server.registry.update(
                new ClientId("plain"),
                OptionalLong.empty(),
                client -> client.with(Stream.concat(client.secrets().stream(), Stream.of(unseen))
                        .toList()),
                new Change("person:ada", "secret.add", "")));

        assertThat(script.post(SECRETS, "{\"replace\":true}").status()).isEqualTo(412);
        assertThat(secrets()).hasSize(2).extracting(ClientSecret::expiresAt).containsOnly(Optional.empty());
        server.secrets.meanwhile(() -> {});
        assertThat(script.post(SECRETS, "{\"replace\":true}").status()).isEqualTo(201);
    }

    @Test
    void aSecretIsAddedBesideTheOthers() throws Exception {
        Reply reply = script.post(SECRETS, "{\"label\":\"spring\",\"lifetime\":\"P90D\"}");

        assertThat(reply.status()).isEqualTo(201);
        String id = secrets().get(1).id();
        assertThat(reply.json())
                .containsEntry("id", id)
                .containsEntry("label", "spring")
                .containsEntry("created_at", "2026-03-01T10:00:00Z")
                .containsEntry("expires_at", "2026-05-30T10:00:00Z")
                .containsEntry("client_version", 2L);
        assertThat((String) reply.json().get("client_secret")).startsWith(PlainSecrets.PLANT);
        assertThat(reply.header("Location")).isEqualTo("/countersign" + SECRETS + "/" + id);
        assertThat(secrets().get(0).expiresAt()).isEmpty();
    }

    @Test
    void regeneratingEndsTheOlderOnesAfterTheOverlap() throws Exception {
        script.post(SECRETS, "{\"lifetime\":\"PT1H\"}");
        script.post(SECRETS, "{\"replace\":true,\"overlap\":\"P1D\"}");

        Instant start = AdminServer.START;
        assertThat(secrets())
                .extracting(ClientSecret::expiresAt)
                .containsExactly(
                        Optional.of(start.plus(Duration.ofDays(1))),
                        Optional.of(start.plus(Duration.ofHours(1))),
                        Optional.empty());
    }

    @Test
    void regeneratingEndsTheOlderOnesWhenTheyAreUnused() throws Exception {
        script.post(SECRETS, "{\"lifetime\":\"PT1H\"}");
        String id = String.valueOf(script.post(SECRETS, "{\"replace\":true,\"overlap\":\"until_unused\"}")
                .json()
                .get("id"));

        Instant start = AdminServer.START;
        Optional<Replacement> proof = Optional.of(new Replacement(id, Duration.ofDays(7)));
        assertThat(secrets()).extracting(ClientSecret::replacement).containsExactly(proof, proof, Optional.empty());
        assertThat(secrets())
                .extracting(ClientSecret::expiresAt)
                .containsExactly(
                        Optional.of(start.plus(Duration.ofDays(90))),
                        Optional.of(start.plus(Duration.ofHours(1))),
                        Optional.empty());
        assertThat(script.get("/admin/clients/plain").body())
                .contains("\"replaced_by\":\"" + id + "\",\"unused_for\":\"P7D\"");
        assertThat(lastDetail()).endsWith("older ones end when unused for P7D, at the latest after P90D");

        script.post(
                SECRETS,
                "{\"replace\":true,\"overlap\":\"until_unused\",\"unused_for\":\"P1D\",\"at_latest\":\"P1D\"}");
        assertThat(secrets().get(0).replacement().orElseThrow().unusedFor()).isEqualTo(Duration.ofDays(1));
        assertThat(secrets().get(0).expiresAt()).contains(start.plus(Duration.ofDays(1)));
        script.post(SECRETS, "{\"replace\":true,\"overlap\":\"PT2H\"}");
        assertThat(secrets().get(0).replacement()).isEmpty();
        assertThat(secrets().get(1).expiresAt()).contains(start.plus(Duration.ofHours(1)));
    }

    private String lastDetail() {
        return server.registry
                .events(Optional.empty(), Optional.empty(), 1)
                .items()
                .get(0)
                .detail();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unused_for | \"replace\":true,\"overlap\":\"P7D\",\"unused_for\":\"P1D\"",
                "at_latest | \"replace\":true,\"at_latest\":\"P1D\"",
                "unused_for | \"replace\":true,\"overlap\":\"until_unused\",\"unused_for\":\"PT59M59S\"",
                "unused_for | \"replace\":true,\"overlap\":\"until_unused\",\"unused_for\":\"PT1H0.5S\"",
                "unused_for | \"replace\":true,\"overlap\":\"until_unused\",\"unused_for\":7",
                "at_latest | \"replace\":true,\"overlap\":\"until_unused\",\"at_latest\":\"P6D\"",
                "overlap | \"overlap\":\"until_unused\"",
                "overlap | \"replace\":true,\"overlap\":\"until_used\"",
            })
    void aProofOfUseThatWillNotDoIs400AndNamed(String field, String members) throws Exception {
        Reply reply = script.post(SECRETS, "{" + members + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
        assertThat(secrets()).hasSize(1);
    }

    @Test
    void aStoreThatDoesNotKeepReplacementsSaysSo() {
        assertThat(StoreAbilities.DATABASE.keepsReplacements()).isTrue();
        assertThat(new StoreAbilities("file", true, true, "").keepsReplacements())
                .isFalse();
    }

    @Test
    void regeneratingEndsTheOlderOnesAtOnceByDefault() throws Exception {
        Reply reply = script.post(SECRETS, "{\"replace\":true}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(secrets().get(0).liveAt(server.clock.instant())).isFalse();
        assertThat(secrets().get(1).liveAt(server.clock.instant())).isTrue();
    }

    @Test
    void aChosenSecretIsTaken() throws Exception {
        Reply reply = script.post(SECRETS, "{\"secret\":\"" + CHOSEN + "\"}");

        assertThat(reply.json()).containsEntry("client_secret", CHOSEN);
    }

    @Test
    void theRulesOfTheDeployerHold() throws Exception {
        server.issuer.set(new RuledSecretIssuer(
                server.secrets,
                Optional.of(Duration.ofDays(90)),
                Optional.of(Duration.ofDays(365)),
                false,
                server.clock));

        assertThat(script.post(SECRETS, "{}").json()).containsEntry("expires_at", "2026-05-30T10:00:00Z");
        assertThat(script.post(SECRETS, "{\"lifetime\":\"P365D\"}").status()).isEqualTo(201);
        Reply tooLong = script.post(SECRETS, "{\"lifetime\":\"P365DT1S\"}");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLong.field()).isEqualTo("lifetime");
        assertThat(tooLong.body()).contains("maxSecretLifetime");
        Reply chosen = script.post(SECRETS, "{\"secret\":\"" + CHOSEN + "\"}");
        assertThat(chosen.status()).isEqualTo(400);
        assertThat(chosen.field()).isEqualTo("secret");
        assertThat(chosen.body()).contains("chosenSecrets").doesNotContain(CHOSEN);
        assertThat(secrets()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "secret | \"short\"",
                "secret | 7",
                "label | 7",
                "label | \"\\t\"",
                "label | \"a\\u202eb\"",
                "lifetime | \"PT0S\"",
                "lifetime | \"P0D\"",
                "lifetime | \"-P1D\"",
                "lifetime | \"PT-1H\"",
                "lifetime | \"P1Y\"",
                "lifetime | \"P\"",
                "lifetime | \"PT\"",
                "lifetime | \"90\"",
                "lifetime | \"P99999D\"",
                "lifetime | \"P99999999999999999999D\"",
                "lifetime | 90",
                "replace | \"yes\"",
                "overlap | \"P1D\"",
                "expires_at | \"2030-01-01T00:00:00Z\""
            })
    void aValueThatWillNotDoIs400AndNamed(String field, String value) throws Exception {
        Reply reply = script.post(SECRETS, "{\"" + field + "\":" + value + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
        assertThat(reply.body()).doesNotContain("short");
        assertThat(server.client("plain").version()).isEqualTo(1);
    }

    @Test
    void endedSecretsMakeRoomAndLiveOnesDoNot() throws Exception {
        script.post(SECRETS, "{\"label\":\"brief\",\"lifetime\":\"PT1H\"}");
        for (int i = 2; i < Client.MAX_SECRETS; i++) {
            assertThat(script.post(SECRETS, "{}").status()).isEqualTo(201);
        }
        assertThat(script.post(SECRETS, "{}").status()).isEqualTo(409);
        server.later(Duration.ofHours(1));

        String brief = secrets().stream()
                .filter(secret -> secret.label().equals("brief"))
                .findFirst()
                .orElseThrow()
                .id();

        assertThat(script.post(SECRETS, "{\"label\":\"late\"}").status()).isEqualTo(201);
        assertThat(lastDetail()).endsWith("; removed for room, as ended: " + brief);
        assertThat(secrets())
                .hasSize(Client.MAX_SECRETS)
                .extracting(ClientSecret::label)
                .doesNotContain("brief");
        assertThat(script.post(SECRETS, "{}").status()).isEqualTo(409);
    }

    @Test
    void aClientWithoutUseForSecretsGetsNone() throws Exception {
        script.patch("/admin/clients/plain", "{\"access_type\":\"public\"}", "*");

        assertThat(script.post(SECRETS, "{}").status()).isEqualTo(409);
        assertThat(script.post("/admin/clients/unknown/secrets", "{}").status()).isEqualTo(404);
    }

    @Test
    void aSecretIsRevoked() throws Exception {
        String id = secrets().get(0).id();

        assertThat(script.send("DELETE", SECRETS + "/no-such-secret", "").status())
                .isEqualTo(404);
        assertThat(script.send("DELETE", SECRETS + "/" + id, "").status()).isEqualTo(204);
        assertThat(script.send("DELETE", SECRETS + "/" + id, "").status()).isEqualTo(404);
        assertThat(secrets()).isEmpty();
    }

    @Test
    void adm4_aConditionIsHonouredHereToo() throws Exception {
        String id = secrets().get(0).id();

        script.header("If-Match", "\"7\"");
        assertThat(script.post(SECRETS, "{}").status()).isEqualTo(412);
        assertThat(script.delete(SECRETS + "/" + id, "\"7\"").status()).isEqualTo(412);
        assertThat(server.client("plain").version()).isEqualTo(1);
        script.header("If-Match", "\"1\"");
        assertThat(script.post(SECRETS, "{}").status()).isEqualTo(201);
    }

    @Test
    void theTrailTellsWhatWasDone() throws Exception {
        String id = secrets().get(0).id();
        script.post(SECRETS, "{}");
        script.post(SECRETS, "{\"replace\":true,\"overlap\":\"PT5M\"}");
        script.delete(SECRETS + "/" + id, "*");

        assertThat(server.registry.events(Optional.empty(), Optional.empty(), 3).items())
                .extracting(AuditEvent::action)
                .containsExactly("secret.revoke", "secret.regenerate", "secret.add");
    }

    @Test
    void sec6_aSecretIsInOneResponseOnly() throws Exception {
        try (HeardLog log = HeardLog.ofAll()) {
            List<String> secrets = new ArrayList<>();
            secrets.add((String) script.post("/admin/clients", "{\"client_id\":\"new\"}")
                    .json()
                    .get("client_secret"));
            secrets.add(
                    (String) script.post(SECRETS, "{\"replace\":true}").json().get("client_secret"));
            script.post(SECRETS, "{\"secret\":\"" + CHOSEN + "\"}");
            secrets.add(CHOSEN);
            String everything = String.join(
                    "\n",
                    script.post(SECRETS, "{\"secret\":\"" + CHOSEN + "\",\"label\":7}")
                            .body(),
                    script.get("/admin/clients").body(),
                    script.get("/admin/clients/plain").body(),
                    script.get("/admin/events").body(),
                    script.get("/admin/refusals").body(),
                    log.text(),
                    server.client("plain").toString());

            assertThat(secrets)
                    .hasSize(3)
                    .allSatisfy(secret -> assertThat(everything).doesNotContain(secret));
            assertThat(everything)
                    .doesNotContain(
                            PlainSecrets.PLANT,
                            server.client("new").secrets().get(0).hash().text());
        }
    }
}
