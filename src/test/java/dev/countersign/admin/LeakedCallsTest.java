package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientSecret;
import dev.countersign.log.HeardLog;
import dev.countersign.text.SecretText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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

class LeakedCallsTest {

    private static final String LEAKED = "/admin/leaked";
    private static final String ONE = text("0123456789ABCDEF", 1);
    private static final String OTHER = text("zzzzzzzzzzzzzzzz", 2);

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

    private static String text(String id, int random) {
        byte[] drawn = new byte[32];
        drawn[31] = (byte) random;
        return new String(SecretText.compose(id, drawn, SecretText.LENGTH), StandardCharsets.US_ASCII);
    }

    private void give(String client, String text, String label, Optional<Instant> end) {
        server.registry.update(
                new ClientId(client),
                OptionalLong.empty(),
                current -> {
                    List<ClientSecret> secrets = new ArrayList<>(current.secrets());
                    secrets.add(PlainSecrets.registered(text, label, AdminServer.START, end));
                    return current.with(secrets);
                },
                new Change("system", "secret.add", ""));
    }

    private Reply leaked(Exchange by, String text, boolean revoke) throws Exception {
        return by.post(LEAKED, new String(JsonText.of(Map.of("text", text, "revoke", revoke)), StandardCharsets.UTF_8));
    }

    private static Map<String, Object> item(String client, String id, String label, boolean live, boolean revoked) {
        return Map.of("client_id", client, "secret_id", id, "label", label, "live", live, "revoked", revoked);
    }

    private List<AuditEvent> events() {
        return server.registry.events(Optional.empty(), Optional.empty(), 100).items();
    }

    @Test
    void aTextIsLookedThroughAndNothingChanges() throws Exception {
        give("plain", ONE, "spring", Optional.empty());
        give("root", OTHER, "", Optional.of(AdminServer.START.plusSeconds(60)));
        int events = events().size();
        server.later(Duration.ofMinutes(1));

        Reply reply = leaked(script, "Log\r\n\tof \"" + OTHER + "\", " + ONE + "!\u0000", false);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().get("items"))
                .isEqualTo(List.of(
                        item("root", "zzzzzzzzzzzzzzzz", "", false, false),
                        item("plain", "0123456789ABCDEF", "spring", true, false)));
        assertThat(events()).hasSize(events);
        assertThat(leaked(script, "nothing of ours", false).json()).isEqualTo(Map.of("items", List.of()));
    }

    @Test
    void sec3_theLiveOnesAreRevokedWithAnEventEach() throws Exception {
        give("plain", ONE, "spring", Optional.empty());
        give("plain", OTHER, "old", Optional.of(AdminServer.START));

        Reply reply = leaked(script, ONE + OTHER, true);

        assertThat(reply.json().get("items"))
                .isEqualTo(List.of(
                        item("plain", "0123456789ABCDEF", "spring", false, true),
                        item("plain", "zzzzzzzzzzzzzzzz", "old", false, false)));
        assertThat(server.client("plain").secrets())
                .extracting(ClientSecret::id)
                .contains("zzzzzzzzzzzzzzzz")
                .doesNotContain("0123456789ABCDEF");
        AuditEvent last = events().get(0);
        assertThat(last.action()).isEqualTo("secret.leaked");
        assertThat(last.actor()).isEqualTo("client:root");
        assertThat(last.client()).contains(new ClientId("plain"));
        assertThat(last.detail()).isEqualTo("secret 0123456789ABCDEF \"spring\", found in a text");
        assertThat(leaked(script, ONE, true).json()).isEqualTo(Map.of("items", List.of()));
    }

    /** Whoever knows an id, from the console or an event, cannot end a secret or learn whose it is. */
    @Test
    void sec8_aMadeUpTextWithARightIdAndChecksumTellsAndEndsNothing() throws Exception {
        give("plain", ONE, "spring", Optional.empty());
        int secrets = server.client("plain").secrets().size();
        String madeUp = text("0123456789ABCDEF", 77);
        assertThat(SecretText.isWhole(madeUp.getBytes(StandardCharsets.US_ASCII)))
                .isTrue();

        Reply reply = leaked(script, madeUp, true);

        assertThat(reply.body()).isEqualTo("{\"items\":[]}");
        assertThat(server.client("plain").secrets()).hasSize(secrets);
    }

    @Test
    void adm6_aScriptRevokesTheLeakedSecretOfAnotherAdministrator() throws Exception {
        server.register("second", AdminServer.PLAIN_SECRET, true, "");
        give("second", ONE, "spring", Optional.empty());

        assertThat(leaked(script, ONE, true).json().get("items"))
                .isEqualTo(List.of(item("second", "0123456789ABCDEF", "spring", false, true)));
        assertThat(server.client("second").secrets()).hasSize(1);
    }

    @Test
    void adm1_onlyAdministratorsMayAsk() throws Exception {
        give("plain", ONE, "spring", Optional.empty());

        assertThat(leaked(server.asNobody(), ONE, true).status()).isEqualTo(401);
        Exchange plain = server.asNobody().header("Authorization", AdminServer.basic("plain", ONE));
        assertThat(leaked(plain, ONE, true).status()).isEqualTo(403);
        assertThat(leaked(server.asPerson("ada"), ONE, true).json().get("items"))
                .isEqualTo(List.of(item("plain", "0123456789ABCDEF", "spring", false, true)));
        assertThat(events().get(0).actor()).isEqualTo("person:ada");
    }

    @Test
    void ops5_anAuditorLooksAndRevokesNothing() throws Exception {
        server.registerAuditor("watcher", AdminServer.PLAIN_SECRET);
        give("plain", ONE, "spring", Optional.empty());
        Exchange watcher =
                server.asNobody().header("Authorization", AdminServer.basic("watcher", AdminServer.PLAIN_SECRET));

        for (Exchange auditor : List.of(watcher, server.asPerson("ivy"))) {
            assertThat(leaked(auditor, ONE, false).json().get("items"))
                    .isEqualTo(List.of(item("plain", "0123456789ABCDEF", "spring", true, false)));
            assertThat(leaked(auditor, ONE, true).status()).isEqualTo(403);
        }
        assertThat(server.client("plain").secrets())
                .extracting(ClientSecret::id)
                .contains("0123456789ABCDEF");
    }

    @Test
    void sec6_theTextIsNeverLoggedOrRepeated() throws Exception {
        String planted = "planted-text-" + "x".repeat(40);
        give("plain", ONE, "spring", Optional.empty());
        try (HeardLog log = HeardLog.ofAll()) {
            List<Reply> replies = new ArrayList<>();
            replies.add(leaked(script, planted + ONE, true));
            replies.add(script.post(LEAKED, "{\"text\":\"" + planted + "\",\"revoke\":1}"));
            replies.add(script.post(LEAKED, "{\"text\":\"" + planted + "\",\"more\":1}"));
            replies.add(script.post(LEAKED, "{\"text\":\"" + planted));
            replies.add(script.post(LEAKED, "{\"text\":\"" + planted + "\\uD800\"}"));

            assertThat(replies).extracting(Reply::status).containsExactly(200, 400, 400, 400, 400);
            assertThat(replies).allSatisfy(reply -> assertThat(reply.body()).doesNotContain(planted, ONE));
            assertThat(log.text()).doesNotContain(planted, ONE);
        }
        assertThat(events()).extracting(AuditEvent::detail).noneMatch(text -> text.contains(planted));
        assertThat(LeakedRequest.of(Map.of("text", ONE))).hasToString("LeakedRequest[hidden]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text | {}",
                "text | {\"text\":\"\"}",
                "text | {\"text\":7}",
                "text | {\"text\":null}",
                "revoke | {\"text\":\"a\",\"revoke\":\"yes\"}",
                "body | {\"text\":\"a\",\"body\":\"b\"}",
            })
    void aValueThatWillNotDoIs400AndNamed(String field, String body) throws Exception {
        Reply reply = script.post(LEAKED, body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.field()).isEqualTo(field);
    }

    @Test
    void adm5_aTextUpToOneMebibyteIsLookedThroughAndALongerOneIs413() throws Exception {
        give("plain", ONE, "spring", Optional.empty());
        String full = "\n".repeat(LeakedRequest.MAX_TEXT_BYTES - ONE.length()) + ONE;

        assertThat(leaked(script, full, false).json().get("items"))
                .isEqualTo(List.of(item("plain", "0123456789ABCDEF", "spring", true, false)));
        assertThat(leaked(script, full + "x", true).status()).isEqualTo(413);
        assertThat(leaked(script, "\u00fc".repeat(LeakedRequest.MAX_TEXT_BYTES / 2 + 1), true)
                        .status())
                .isEqualTo(413);
        assertThat(script.post(LEAKED, "\"" + "x".repeat(LeakedRequest.MAX_BODY_BYTES))
                        .status())
                .isEqualTo(413);
        assertThat(server.client("plain").secrets())
                .extracting(ClientSecret::id)
                .contains("0123456789ABCDEF");
    }

    @Test
    void adm5_aTextWithMoreSecretsThanAreLookedUpIs413() throws Exception {
        String most = IntStream.range(0, LeakedRequest.MAX_SECRETS)
                .mapToObj(i -> text(String.format("%016d", i), 3))
                .collect(Collectors.joining(" "));

        assertThat(leaked(script, most, false).status()).isEqualTo(200);
        assertThat(leaked(script, most + ONE, false).status()).isEqualTo(413);
    }

    @Test
    void aStoreHasToListItsClientsForIt() {
        StoreAbilities readOnly = new StoreAbilities("file", true, false, "Change the file.");
        AdministeredClients clients = new AdministeredClients(server.registry, server.registry);
        Route route = new LeakedCalls(clients, ids -> Map.of(), server.secrets, readOnly, server.clock)
                .routes()
                .get(0);

        assertThat(RouteTable.of(List.of(() -> List.of(route)), readOnly).refusal(route))
                .isEmpty();
        StoreAbilities single = new StoreAbilities("own", false, false, "Ask its owner.");
        assertThat(RouteTable.of(List.of(() -> List.of(route)), single).refusal(route))
                .isPresent();
    }
}
