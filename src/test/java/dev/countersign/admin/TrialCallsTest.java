package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.auth.PresentedSecret;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.ClientId;
import dev.countersign.log.HeardLog;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrialCallsTest {

    private static final String TRY = "/admin/clients/plain/try";

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | assertion",
                "{\"assertion\":\"a\",\"authorization\":\"b\"} | assertion",
                "{\"assertion\":null} | assertion",
                "{\"assertion\":7} | assertion",
                "{\"assertion\":\"a\\nb\"} | assertion",
                "{\"authorization\":[\"b\"]} | authorization",
                "{\"assertion\":\"a\",\"certificate\":\"b\"} | assertion",
                "{\"authorization\":\"a\",\"certificate\":\"b\"} | assertion",
                "{\"certificate\":7} | certificate",
                "{\"certificate\":\"b\"} | certificate",
                "{\"assertion\":\"a\",\"source\":\"host.example\"} | source",
                "{\"assertion\":\"a\",\"source\":\"10.0.0.0/8\"} | source",
                "{\"source\":\"10.0.0.1\"} | assertion",
                "{\"assertion\":\"a\",\"seal\":\"b\"} | seal"
            })
    void exactlyOneCredentialIsTried(String body, String field) throws Exception {
        Reply reply = script.post(TRY, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
        assertThat(events("client.try")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3, granted, passed", "::ffff:10.1.2.3, granted, passed", "192.0.2.7, refused, failed"})
    void theAddressIsACheckWhereItIsTold(String source, String outcome, String result) throws Exception {
        script.patch("/admin/clients/plain", "{\"allowed_sources\":[\"10.0.0.0/8\"]}", "*");
        String authorization = "{\"authorization\":\"" + AdminServer.basic("plain", AdminServer.PLAIN_SECRET) + "\"";

        Reply reply = script.post(TRY, authorization + ",\"source\":\"" + source + "\"}");

        assertThat(reply.json()).containsEntry("outcome", outcome);
        assertThat(checks(reply).get(0))
                .containsEntry("id", "source")
                .containsEntry("result", result)
                .containsEntry("expected", "10.0.0.0/8")
                .containsEntry("found", source.replace("::ffff:", ""));
        assertThat(checks(script.post(TRY, authorization + "}")))
                .extracting(check -> check.get("id"))
                .doesNotContain("source");
    }

    @Test
    void anAssertionIsExplainedAndTheTrailTellsTheOutcomeOnly() throws Exception {
        long version = server.client("plain").version();

        Reply reply = script.post(TRY, "{\"assertion\":\"not.an.assertion\"}");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).containsEntry("outcome", "refused");
        assertThat(checks(reply))
                .extracting(check -> check.get("id"))
                .containsExactly("form", "enabled", "confidential");
        assertThat(checks(reply).get(0).keySet()).containsExactly("id", "result", "expected", "found", "explanation");
        assertThat(events("client.try"))
                .extracting(AuditEvent::actor, AuditEvent::client, AuditEvent::detail)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "client:root", Optional.of(new ClientId("plain")), "refused"));
        assertThat(server.client("plain").version()).isEqualTo(version);
        assertThat(server.registry.announced()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "16384, 200, client_assertion: it has not three parts",
        "16385, 200, client_assertion: it is longer than 16384 characters",
        "65536, 413, "
    })
    void jwt1_aLongAssertionIsACheckThatFails(int length, int status, String found) throws Exception {
        Reply reply = script.post(TRY, "{\"assertion\":\"" + "a".repeat(length) + "\"}");

        assertThat(reply.status()).isEqualTo(status);
        if (status == 200) {
            assertThat(checks(reply).get(0)).containsEntry("id", "form").containsEntry("found", found);
        }
    }

    @Test
    void aBasicHeaderIsReadAndTriedAndItsSecretWiped() throws Exception {
        Reply right = tryHeader(AdminServer.basic("plain", AdminServer.PLAIN_SECRET));

        assertThat(right.json()).containsEntry("outcome", "granted");
        assertThat(checks(right))
                .extracting(check -> check.get("id"))
                .containsExactly("form", "enabled", "confidential", "client", "method", "secret");
        assertThat(server.secrets.tried).hasSize(1);
        PresentedSecret tried = server.secrets.tried.get(0);
        assertThat(tried.clientId()).isEqualTo(new ClientId("plain"));
        assertThat(tried.secret().bytes())
                .hasSize(AdminServer.PLAIN_SECRET.length())
                .containsOnly(0);
        assertThat(tryHeader(AdminServer.basic("plain", "wrong")).json()).containsEntry("outcome", "refused");
        assertThat(events("client.try")).extracting(AuditEvent::detail).containsExactly("refused", "granted");
    }

    @ParameterizedTest
    @CsvSource({
        "Digest abc, 'another scheme than Basic and Bearer, and none of an installed method'",
        "Basic !!!!, the Basic credentials are not in Base64",
        "Basic cGxhaW4=, the Basic credentials have no colon",
        "Basic OnNlY3JldA==, the client id in the Basic credentials is invalid",
        "Basic cGxhaW46JQ==, a secret with a character or an escape that secrets must not have"
    })
    void sec9_aHeaderThatCannotBeReadSaysWhy(String header, String found) throws Exception {
        Reply reply = tryHeader(header);

        assertThat(reply.json()).containsEntry("outcome", "refused");
        assertThat(checks(reply).get(0))
                .containsEntry("id", "form")
                .containsEntry("result", "failed")
                .containsEntry("found", found);
        assertThat(checks(reply)).hasSize(3);
        assertThat(server.secrets.tried).isEmpty();
    }

    @Test
    void nothingCountsAsATry() throws Exception {
        Map<String, Object> before = script.get("/admin/statistics").json();
        for (int i = 0; i < 20; i++) {
            tryHeader(AdminServer.basic("plain", "wrong"));
        }

        Map<String, Object> after = script.get("/admin/statistics").json();
        assertThat(after.get("refused")).isEqualTo(before.get("refused"));
        assertThat(script.get("/admin/refusals").items()).isEmpty();
    }

    @Test
    void gen20_whatIsTriedIsNowhereInTheLogOrTheTrail() throws Exception {
        String planted = "planted-" + "x".repeat(40);
        try (HeardLog log = HeardLog.ofAll()) {
            String answers = tryHeader(AdminServer.basic("plain", planted)).body()
                    + script.post(TRY, "{\"assertion\":\"" + planted + ".b.c\"}")
                            .body()
                    + script.post(TRY, "{\"assertion\":\"" + planted + "\",\"x\":1}")
                            .body()
                    + script.get("/admin/events").body()
                    + log.text();

            assertThat(answers)
                    .doesNotContain(planted)
                    .doesNotContain(Base64.getEncoder()
                            .withoutPadding()
                            .encodeToString(planted.getBytes(StandardCharsets.UTF_8))
                            .substring(10, 40));
        }
    }

    @Test
    void adm1_onlyAdministratorsTry() throws Exception {
        String body = "{\"assertion\":\"a.b.c\"}";

        assertThat(server.asNobody().post(TRY, body).status()).isEqualTo(401);
        assertThat(server.asNobody()
                        .header("Authorization", AdminServer.basic("plain", AdminServer.PLAIN_SECRET))
                        .post(TRY, body)
                        .status())
                .isEqualTo(403);
        assertThat(script.post("/admin/clients/unknown/try", body).status()).isEqualTo(404);
        script.header("If-Match", "\"7\"");
        assertThat(script.post(TRY, body).status()).isEqualTo(412);
        assertThat(events("client.try")).isEmpty();
    }

    private Reply tryHeader(String value) throws Exception {
        return script.post(TRY, "{\"authorization\":\"" + value + "\"}");
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> checks(Reply reply) {
        return (List<Map<String, Object>>) reply.json().getOrDefault("checks", List.of());
    }

    private List<AuditEvent> events(String action) {
        return server.registry.events(Optional.empty(), Optional.empty(), 100).items().stream()
                .filter(event -> event.action().equals(action))
                .toList();
    }
}
