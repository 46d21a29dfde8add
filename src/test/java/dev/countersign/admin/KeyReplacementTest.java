package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientId;
import dev.countersign.client.Replacement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a client's older keys when a newer one is registered. */
class KeyReplacementTest {

    private static final String SIGNER = "/admin/clients/signer";
    private static final Instant NOW = AdminServer.START;
    private static final Duration WEEK = Duration.ofDays(7);

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
        script.post("/admin/clients", "{\"client_id\":\"signer\",\"token_endpoint_auth_method\":\"private_key_jwt\"}");
        upload("certificate a\nkey b", "alias", "old");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private List<ClientCertificate> keys() {
        return server.client("signer").certificates();
    }

    private Reply upload(String file, String... parts) throws Exception {
        Upload form = new Upload().part("format", "CERTIFICATE_PEM");
        for (int i = 0; i < parts.length; i += 2) {
            form.part(parts[i], parts[i + 1]);
        }
        return script.upload(SIGNER + "/certificates", form.file("upload", file));
    }

    private Reply generate(String members) throws Exception {
        return script.post(
                SIGNER + "/key-pairs",
                "{\"format\":\"PKCS12\",\"store_password\":\"planted-password-1\"" + members + "}");
    }

    private String lastEvent() {
        return server.registry
                .events(Optional.of(new ClientId("signer")), Optional.empty(), 1)
                .items()
                .get(0)
                .detail();
    }

    private String oldIds() {
        return keys().get(0).id() + ", " + keys().get(1).id();
    }

    private void assertEnds(Instant end, Optional<Replacement> how) {
        assertThat(keys()).hasSize(3);
        for (ClientCertificate old : keys().subList(0, 2)) {
            assertThat(old.expiresAt()).contains(end);
            assertThat(old.notAfter())
                    .as("no later than its certificate")
                    .hasValueSatisfying(last -> assertThat(last).isBeforeOrEqualTo(end));
            assertThat(old.replacement()).isEqualTo(how);
        }
        assertThat(keys().get(2).expiresAt()).isEmpty();
        assertThat(keys().get(2).replacement()).isEmpty();
    }

    @Test
    void withoutAWordTheOlderKeysStay() throws Exception {
        assertThat(upload("key c").status()).isEqualTo(201);
        assertThat(generate("").status()).isEqualTo(201);

        assertThat(keys()).hasSize(4).extracting(ClientCertificate::expiresAt).containsOnly(Optional.empty());
        assertThat(lastEvent()).doesNotContain("older");
    }

    @Test
    void theyEndAtOnceByDefault() throws Exception {
        assertThat(upload("key c", "replace", "true").status()).isEqualTo(201);

        assertEnds(NOW, Optional.empty());
        assertThat(keys().get(0).liveAt(NOW)).isFalse();
        assertThat(lastEvent()).endsWith("; older ones ended at once: " + oldIds());
    }

    @Test
    void orAfterAWhile() throws Exception {
        assertThat(generate(",\"replace\":true,\"overlap\":\"PT1H\"").status()).isEqualTo(201);

        assertEnds(NOW.plus(Duration.ofHours(1)), Optional.empty());
        assertThat(lastEvent()).endsWith("; older ones end after PT1H: " + oldIds());
    }

    @Test
    void orWhenTheyAreNoLongerUsed() throws Exception {
        Reply imported = upload("key c", "replace", "true", "overlap", "until_unused");

        assertThat(imported.status()).as(imported.body()).isEqualTo(201);
        String id = keys().get(2).id();
        assertEnds(NOW.plus(Duration.ofDays(90)), Optional.of(new Replacement(id, WEEK)));
        assertThat(lastEvent()).endsWith("; older ones end when unused for P7D, at the latest after P90D: " + oldIds());
        assertThat(script.get(SIGNER).body())
                .contains("\"expires_at\":\"2026-05-30T10:00:00Z\",\"replaced_by\":\"" + id
                        + "\",\"unused_for\":\"P7D\"");
    }

    @Test
    void alsoByAGeneratedOneInTermsThatAreGiven() throws Exception {
        Reply made = generate(
                ",\"replace\":true,\"overlap\":\"until_unused\",\"unused_for\":\"PT1H\",\"at_latest\":\"P1D\"");

        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertEnds(
                NOW.plus(Duration.ofDays(1)),
                Optional.of(new Replacement(keys().get(2).id(), Duration.ofHours(1))));
        assertThat(script.get(SIGNER).body()).contains("\"not_after\":\"2026-03-02T10:00:00Z\"");
    }

    @Test
    void aRenewedCertificateReplacesTheOneBeforeOfTheSameKey() throws Exception {
        Reply renewed = upload("certificate a renewed", "replace", "true", "overlap", "until_unused");

        assertThat(renewed.status()).as(renewed.body()).isEqualTo(201);
        assertThat(renewed.json().get("warnings"))
                .as("the older one ends by itself")
                .isEqualTo(List.of());
        assertEnds(
                NOW.plus(Duration.ofDays(90)),
                Optional.of(new Replacement(keys().get(2).id(), WEEK)));
        assertThat(upload("key b").status())
                .as("it must not be had again by a detour")
                .isEqualTo(409);
    }

    @Test
    void aWaitForTheUseOfOneKeyTakesNoFileWithTwo() throws Exception {
        Reply two = upload("key c\nkey d", "replace", "true", "overlap", "until_unused");

        assertThat(two.status()).isEqualTo(422);
        assertThat(two.field()).isEqualTo("file");
        assertThat(keys()).hasSize(2).extracting(ClientCertificate::expiresAt).containsOnly(Optional.empty());
        assertThat(upload("key c\nkey d", "replace", "true", "overlap", "P1D").status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unused_for | P7D | P1D | -",
                "at_latest | P7D | - | P1D",
                "unused_for | until_unused | PT59M59S | -",
                "at_latest | until_unused | - | P6D",
                "overlap | until_used | - | -",
            })
    void whatWillNotDoIs400AndNamed(String field, String overlap, String unusedFor, String atLatest) throws Exception {
        Upload form = new Upload()
                .part("format", "CERTIFICATE_PEM")
                .part("replace", "true")
                .part("overlap", overlap);
        String json = ",\"replace\":true,\"overlap\":\"" + overlap + '"';
        if (!unusedFor.equals("-")) {
            form.part("unused_for", unusedFor);
            json += ",\"unused_for\":\"" + unusedFor + '"';
        }
        if (!atLatest.equals("-")) {
            form.part("at_latest", atLatest);
            json += ",\"at_latest\":\"" + atLatest + '"';
        }

        for (Reply reply :
                List.of(script.upload(SIGNER + "/certificates", form.file("upload", "key c")), generate(json))) {
            assertThat(reply.status()).as(reply.body()).isEqualTo(400);
            assertThat(reply.field()).isEqualTo(field);
        }
        assertThat(keys()).hasSize(2);
        assertThat(server.keys.orders()).isEmpty();
    }

    @Test
    void whetherTheyEndIsTrueOrFalse() throws Exception {
        assertThat(upload("key c", "replace", "yes").field()).isEqualTo("replace");
        assertThat(upload("key c", "overlap", "P1D").field()).isEqualTo("overlap");
        assertThat(upload("key c", "replace", "false", "overlap", "P1D").field())
                .isEqualTo("overlap");
        assertThat(generate(",\"replace\":\"true\"").field()).isEqualTo("replace");
        assertThat(upload("key c", "replace", "", "overlap", "").status()).isEqualTo(201);
    }

    /** The event names those that were there when the call began. */
    @Test
    void aKeyThatIsRegisteredMeanwhileIsNotEndedUnseen() throws Exception {
        ClientCertificate unseen = new ClientCertificate(
                "unseen", "kid", "", Kind.PUBLIC_KEY, "MII", NOW, Optional.empty(), Optional.empty());
        server.keys.meanwhile(() -> server.registry.update(
                new ClientId("signer"),
                OptionalLong.empty(),
                client -> client.withCertificates(Stream.concat(client.certificates().stream(), Stream.of(unseen))
                        .toList()),
                new Change("person:ada", "certificate.import", "")));

        assertThat(generate(",\"replace\":true").status()).isEqualTo(412);
        assertThat(keys()).hasSize(3).extracting(ClientCertificate::expiresAt).containsOnly(Optional.empty());
        server.keys.meanwhile(() -> {});
        assertThat(generate(",\"replace\":true").status()).isEqualTo(201);
    }

    /** So that a client that renews its key each month does not come to a stop. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keysThatHaveEndedMakeRoom(boolean replace) throws Exception {
        for (int i = 2; i < Client.MAX_CERTIFICATES; i++) {
            assertThat(upload("key n" + i, "replace", String.valueOf(replace)).status())
                    .isEqualTo(201);
        }

        String first = keys().get(0).id();

        Reply another = upload("key last");

        assertThat(another.status()).isEqualTo(replace ? 201 : 409);
        assertThat(keys()).hasSize(Client.MAX_CERTIFICATES);
        if (replace) {
            assertThat(keys().get(0).kid()).as("the first one is gone").isEqualTo("thumbprint-b");
            assertThat(lastEvent()).endsWith("; removed for room, as ended: " + first);
        }
    }
}
