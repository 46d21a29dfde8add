package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.TokenRules;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is registered about a client's access tokens. */
class TokenRulesFormTest {

    private static final String PLAIN = "/admin/clients/plain";

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
    void aNewClientMayHaveTokensOfTheServersLifetime() throws Exception {
        Reply reply = script.post(
                "/admin/clients", "{\"client_id\":\"a\",\"token_lifetime\":null,\"tokens_not_before\":null}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json())
                .containsEntry("grant_types", List.of("client_credentials"))
                .containsEntry("introspection", false)
                .doesNotContainKeys("token_lifetime", "tokens_not_before");
        assertThat(server.client("a").profile().tokens()).isEqualTo(TokenRules.DEFAULT);
    }

    @Test
    void everyMemberIsKeptAndCanBeTakenBack() throws Exception {
        Reply reply = script.post("/admin/clients", """
                {"client_id":"full","grant_types":[],"token_lifetime":"PT90S","introspection":true,
                 "tls_client_certificate_bound_access_tokens":true,
                 "tokens_not_before":"2026-02-28T23:00:00Z"}""");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json())
                .containsEntry("grant_types", List.of())
                .containsEntry("token_lifetime", "PT1M30S")
                .containsEntry("introspection", true)
                .containsEntry("tls_client_certificate_bound_access_tokens", true)
                .containsEntry("tokens_not_before", "2026-02-28T23:00:00Z");
        assertThat(server.client("full").profile().tokens())
                .isEqualTo(new TokenRules(
                        List.of(),
                        Optional.of(Duration.ofSeconds(90)),
                        true,
                        true,
                        Optional.of(Instant.parse("2026-02-28T23:00:00Z"))));
        Reply read = script.get("/admin/clients/full");
        assertThat(script.put("/admin/clients/full", read.body(), "*").json()).isEqualTo(read.json());
        script.patch("/admin/clients/full", """
                {"grant_types":null,"token_lifetime":null,"introspection":null,"tokens_not_before":null,
                 "tls_client_certificate_bound_access_tokens":null}""", "*");
        assertThat(server.client("full").profile().tokens()).isEqualTo(TokenRules.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "grant_types | \"client_credentials\"",
                "grant_types | [\"refresh_token\"]",
                "grant_types | [\"client_credentials\",\"authorization_code\"]",
                "grant_types | [\"client_credentials\",\"client_credentials\"]",
                "grant_types | [\"CLIENT_CREDENTIALS\"]",
                "grant_types | [null]",
                "grant_types | null",
                "token_lifetime | \"PT59S\"",
                "token_lifetime | \"PT1H1S\"",
                "token_lifetime | \"PT60.5S\"",
                "token_lifetime | \"-PT5M\"",
                "token_lifetime | \"P1D\"",
                "token_lifetime | \"PT5M \"",
                "token_lifetime | \"\"",
                "token_lifetime | 300",
                "introspection | \"true\"",
                "introspection | null",
                "tokens_not_before | \"2026-03-01T10:01:00.001Z\"",
                "tokens_not_before | \"2027-03-01T10:00:00Z\"",
                "tokens_not_before | \"+999999999-12-31T23:59:59Z\"",
                "tokens_not_before | \"1969-12-31T23:59:59Z\"",
                "tokens_not_before | \"2026-03-01\"",
                "tokens_not_before | \"2026-03-01T10:00:00\"",
                "tokens_not_before | \"now\"",
                "tokens_not_before | \"\"",
                "tokens_not_before | 1772359200",
                "tokens_not_before | true",
                "audience | [\"orders\"]",
                "audience | [\"/orders\"]",
            })
    void aValueThatWillNotDoIs400AndNamed(String field, String value) throws Exception {
        Reply reply = script.post("/admin/clients", "{\"" + field + "\":" + value + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
    }

    @Test
    void whatIsWrongIsASentence() throws Exception {
        assertThat(script.patch(PLAIN, "{\"grant_types\":[\"password\"]}", "*").json())
                .containsEntry(
                        "detail", "The only grant type is client_credentials; an empty array: no access tokens.");
        assertThat(script.patch(PLAIN, "{\"token_lifetime\":\"PT2H\"}", "*").json())
                .containsEntry("detail", "Must be from PT1M to PT1H, in whole seconds; null: as the server is set up.");
        assertThat(script.patch(PLAIN, "{\"tokens_not_before\":\"2026-03-01T10:02:00Z\"}", "*")
                        .json())
                .containsEntry("detail", "Must not be in the future; the server's time is 2026-03-01T10:00:00Z.");
    }

    /** A token that was issued in the same second as it was ended has to be dead, and clocks differ. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-01T09:00:00Z, 2026-03-01T09:00:00Z",
        "2026-03-01T10:00:00+01:00, 2026-03-01T09:00:00Z",
        "2026-03-01T09:00:00.001Z, 2026-03-01T09:00:01Z",
        "2026-03-01T09:59:59.999Z, 2026-03-01T10:00:00Z",
        "2026-03-01T10:00:00Z, 2026-03-01T10:00:01Z",
        "2026-03-01T10:00:00.500Z, 2026-03-01T10:00:01Z",
        "2026-03-01T10:00:30Z, 2026-03-01T10:00:01Z",
        "2026-03-01T10:01:00.5Z, 2026-03-01T10:00:01Z",
    })
    void tok5_tokensAreEndedWithTheWholeSecond(String asked, String stored) throws Exception {
        server.later(Duration.ofMillis(500));

        assertThat(script.patch(PLAIN, "{\"tokens_not_before\":\"" + asked + "\"}", "*")
                        .json())
                .containsEntry("tokens_not_before", stored);
        server.now.set(AdminServer.START.minus(Duration.ofHours(3)));
        assertThat(script.patch(PLAIN, "{\"tokens_not_before\":\"" + stored + "\",\"description\":\"d\"}", "*")
                        .json())
                .as("unchanged, by a node whose clock is behind")
                .containsEntry("tokens_not_before", stored);
    }

    @Test
    void tok5_aReplacementDoesNotBringEndedTokensBack() throws Exception {
        script.patch(PLAIN, "{\"tokens_not_before\":\"2026-03-01T09:00:00Z\"}", "*");
        String body = """
                {"access_type":"confidential","enabled":true,"token_endpoint_auth_method":"client_secret_basic"%s}""";

        assertThat(script.put(PLAIN, body.replace("%s", ""), "*").json())
                .containsEntry("tokens_not_before", "2026-03-01T09:00:00Z");
        assertThat(script.put(PLAIN, body.replace("%s", ",\"tokens_not_before\":null"), "*")
                        .json())
                .doesNotContainKey("tokens_not_before");
        AuditEvent event = server.registry
                .events(Optional.empty(), Optional.empty(), 1)
                .items()
                .get(0);
        assertThat(event.detail()).contains("tokens_not_before from \"2026-03-01T09:00:00Z\" to nothing");
    }

    /** A token that was issued between the two names the end of that second. */
    @Test
    void tok5_tokensThatAreEndedTwiceInASecondAreEndedBoth() throws Exception {
        Instant end = AdminServer.START.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        String now = "{\"tokens_not_before\":\""
                + AdminServer.START.truncatedTo(ChronoUnit.SECONDS).plusMillis(300) + "\"}";

        assertThat(script.patch(PLAIN, now, "*").json()).containsEntry("tokens_not_before", end.toString());
        assertThat(script.patch(PLAIN, now, "*").json())
                .containsEntry("tokens_not_before", end.plusSeconds(1).toString());
    }

    /**
     * Its tokens of that second name the end of it, so that none is older than the client.
     *
     * @param arrived when the request has come, which may be after the second
     */
    @ParameterizedTest
    @ValueSource(longs = {600, 1100})
    void tok5_tokensOfAClientThatWasMadeInTheSameSecondAreEnded(long arrived) throws Exception {
        Instant second = AdminServer.START.truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        server.now.set(second.plusMillis(200));
        script.post("/admin/clients", "{\"client_id\":\"quick\"}");
        server.now.set(second.plusMillis(arrived));

        assertThat(script.patch(
                                "/admin/clients/quick",
                                "{\"tokens_not_before\":\"" + second.plusMillis(600) + "\"}",
                                "*")
                        .json())
                .containsEntry("tokens_not_before", second.plusSeconds(2).toString());
    }

    @Test
    void tokensOfAClientThatWasMadeAfterThatMomentLiveOn() throws Exception {
        Instant second = AdminServer.START.truncatedTo(ChronoUnit.SECONDS).plusSeconds(60);
        server.now.set(second.plusMillis(800));
        script.post("/admin/clients", "{\"client_id\":\"late\"}");
        server.now.set(second.plusMillis(1100));

        assertThat(script.patch(
                                "/admin/clients/late",
                                "{\"tokens_not_before\":\"" + second.plusMillis(600) + "\"}",
                                "*")
                        .json())
                .containsEntry("tokens_not_before", second.plusSeconds(1).toString());
    }

    @Test
    void aChangeOfTheMethodKeepsThem() throws Exception {
        script.patch(PLAIN, "{\"grant_types\":[],\"token_lifetime\":\"PT1H\",\"introspection\":true}", "*");

        Reply reply = script.patch(PLAIN, "{\"token_endpoint_auth_method\":\"private_key_jwt\"}", "*");

        assertThat(reply.json())
                .containsEntry("grant_types", List.of())
                .containsEntry("token_lifetime", "PT1H")
                .containsEntry("introspection", true);
    }
}
