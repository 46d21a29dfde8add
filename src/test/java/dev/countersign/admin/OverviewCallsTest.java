package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.client.Change;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ExpiryCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OverviewCallsTest {

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
    void theListBoxHasTheMethodsAndTheirFields() throws Exception {
        List<Map<String, Object>> items = script.get("/admin/authenticators").items();

        assertThat(items)
                .extracting(item -> item.get("label"))
                .containsExactly(
                        "Client ID and secret",
                        "Seal",
                        "Signed JWT",
                        "X.509 certificate (trusted CA)",
                        "X.509 certificate (self-signed)");
        assertThat(items.get(0))
                .containsEntry("method", "client_secret_basic")
                .containsEntry("alternatives", List.of("client_secret_post"))
                .containsEntry("uses_secrets", true)
                .containsEntry("uses_keys", false);
        assertThat(items.get(2)).containsEntry("uses_secrets", false).containsEntry("uses_keys", true);
        assertThat(OpenApi.object(OpenApi.list(items.get(1), "properties").get(0)))
                .containsEntry("name", "seal_colour")
                .containsEntry("type", "choice")
                .containsEntry("allowed_values", List.of("red", "green"))
                .containsEntry("required", true);
    }

    @Test
    void changesAreToldTheNewestFirstPageByPage() throws Exception {
        script.post("/admin/clients", "{\"client_id\":\"a b\"}");
        script.delete("/admin/clients/~YSBi", "*");

        Reply first = script.get("/admin/events?limit=1");
        assertThat(first.items().get(0))
                .containsEntry("actor", "client:root")
                .containsEntry("action", "client.delete")
                .containsEntry("client_id", "a b");
        Reply second = script.get("/admin/events?limit=1&after=" + first.json().get("next"));
        assertThat(second.items().get(0)).containsEntry("action", "client.create");
        assertThat(script.get("/admin/events?client=a+b").items()).hasSize(2);
        assertThat(script.get("/admin/events?client=unknown").items()).isEmpty();
        assertThat(script.get("/admin/events?client=%20").field()).isEqualTo("client");
        assertThat(script.get("/admin/events?after=zz").field()).isEqualTo("after");
    }

    @Test
    void whatEndsSoonIsToldTheFirstToEndFirst() throws Exception {
        script.post("/admin/clients/plain/secrets", "{\"label\":\"later\",\"lifetime\":\"P31D\"}");
        script.post("/admin/clients/plain/secrets", "{\"label\":\"soon\",\"lifetime\":\"P30D\"}");

        List<Map<String, Object>> items = script.get("/admin/expiring").items();
        assertThat(items).hasSize(1);
        assertThat(items.get(0))
                .containsEntry("client_id", "plain")
                .containsEntry("kind", "secret")
                .containsEntry("label", "soon")
                .containsEntry("expires_at", "2026-03-31T10:00:00Z");
        Reply first = script.get("/admin/expiring?within=P60D&limit=1");
        assertThat(first.items()).extracting(item -> item.get("label")).containsExactly("soon");
        assertThat(script.get("/admin/expiring?within=P60D&limit=1&after="
                                + first.json().get("next"))
                        .items())
                .extracting(item -> item.get("label"))
                .containsExactly("later");
        assertThat(script.get("/admin/expiring?within=PT1H").items()).isEmpty();
        server.later(Duration.ofDays(31).plusNanos(1));
        assertThat(script.get("/admin/expiring").items()).isEmpty();
        for (String wrong : List.of("P1M", "30", "P36501D", "-P1D", "P99999999999999999999D")) {
            assertThat(script.get("/admin/expiring?within=" + wrong).field()).isEqualTo("within");
        }
    }

    @Test
    void certificatesAreInTheSameList() throws Exception {
        script.post("/admin/clients/plain/secrets", "{\"label\":\"soon\",\"lifetime\":\"P2D\"}");
        certify("early", Optional.of(AdminServer.START.plus(Duration.ofDays(1))));
        certify("late", Optional.of(AdminServer.START.plus(Duration.ofDays(3))));
        certify("bare", Optional.empty());

        List<Map<String, Object>> items = script.get("/admin/expiring").items();

        assertThat(items).extracting(item -> item.get("label")).containsExactly("early", "soon", "late");
        assertThat(items.get(0))
                .containsOnlyKeys("client_id", "kind", "id", "label", "expires_at")
                .containsEntry("client_id", "plain")
                .containsEntry("kind", "certificate")
                .containsEntry("id", "id-of-early")
                .containsEntry("expires_at", "2026-03-02T10:00:00Z");
    }

    @Test
    void whatHasEndedIsListedOnRequest() throws Exception {
        script.post("/admin/clients/plain/secrets", "{\"label\":\"secret\",\"lifetime\":\"P1D\"}");
        certify("certificate", Optional.of(AdminServer.START.plus(Duration.ofDays(2))));
        server.later(Duration.ofDays(3));

        assertThat(script.get("/admin/expiring").items()).isEmpty();
        assertThat(script.get("/admin/expiring?since=P1D").items())
                .extracting(item -> item.get("label"))
                .containsExactly("certificate");
        assertThat(script.get("/admin/expiring?since=P36500D&within=PT0S").items())
                .extracting(item -> item.get("label"))
                .containsExactly("secret", "certificate");
        assertThat(script.get("/admin/expiring?since=P1M").field()).isEqualTo("since");
    }

    @Test
    void theNumbersOfWhatEndsAreThoseOfTheLastLook() throws Exception {
        assertThat(OpenApi.object(script.get("/admin/statistics").json(), "credentials"))
                .isEqualTo(Map.of(
                        "expired",
                        0L,
                        "ending_within_1_day",
                        0L,
                        "ending_within_7_days",
                        0L,
                        "ending_within_30_days",
                        0L));

        server.counts.set(new ExpiryCounts(1, 2, 3, 4, Optional.of(AdminServer.START)));

        assertThat(OpenApi.object(script.get("/admin/statistics").json(), "credentials"))
                .isEqualTo(Map.of(
                        "expired",
                        1L,
                        "ending_within_1_day",
                        2L,
                        "ending_within_7_days",
                        3L,
                        "ending_within_30_days",
                        4L,
                        "last_looked",
                        "2026-03-01T10:00:00Z"));
    }

    private void certify(String alias, Optional<Instant> end) {
        ClientCertificate certificate = new ClientCertificate(
                "id-of-" + alias,
                "kid",
                alias,
                ClientCertificate.Kind.CERTIFICATE,
                "MII",
                AdminServer.START,
                end,
                Optional.empty());
        server.registry.update(
                new ClientId("plain"),
                OptionalLong.empty(),
                client -> {
                    List<ClientCertificate> more = new ArrayList<>(client.certificates());
                    more.add(certificate);
                    return client.withCertificates(more);
                },
                new Change("system", "certificate.add", ""));
    }

    @Test
    void refusalsAndNumbersAreTold() throws Exception {
        server.asNobody()
                .header("Authorization", AdminServer.basic("plain", "wrong"))
                .get("/admin/clients");

        assertThat(script.get("/admin/refusals").items().get(0))
                .containsEntry("client_id", "plain")
                .containsEntry("method", "client_secret_basic")
                .containsEntry("reason", "WRONG_SECRET")
                .containsEntry("source", "127.0.0.1");
        Map<String, Object> numbers = script.get("/admin/statistics").json();
        assertThat(numbers).containsEntry("refused", 1L).containsEntry("throttled", 0L);
        assertThat(OpenApi.list(numbers, "by_reason")).contains(Map.of("reason", "WRONG_SECRET", "count", 1L));
    }

    @Test
    void theNumbersOfTheKeyCacheAreThoseOfTheCache() throws Exception {
        assertThat(keyCacheNumbers())
                .containsOnlyKeys("size", "hits", "misses", "fetches", "fetch_failures", "evictions")
                .containsEntry("size", 0L);

        server.register("signer", AdminServer.PLAIN_SECRET, false, "");
        server.keyCache.find(server.client("signer"), Optional.empty());
        server.keyCache.find(server.client("signer"), Optional.empty());

        assertThat(keyCacheNumbers())
                .containsEntry("size", 1L)
                .containsEntry("hits", 1L)
                .containsEntry("misses", 1L)
                .containsEntry("fetches", 1L)
                .containsEntry("fetch_failures", 0L)
                .containsEntry("evictions", 0L)
                .doesNotContainKey("last_cleared");
        script.send("DELETE", "/admin/key-cache", "");
        assertThat(keyCacheNumbers()).containsEntry("size", 0L).containsEntry("last_cleared", "2026-03-01T10:00:00Z");
        server.later(Duration.ofSeconds(5));
        script.send("DELETE", "/admin/clients/plain/key-cache", "");
        assertThat(keyCacheNumbers()).containsEntry("last_cleared", "2026-03-01T10:00:05Z");
    }

    private Map<String, Object> keyCacheNumbers() throws Exception {
        return OpenApi.object(script.get("/admin/statistics").json(), "key_cache");
    }

    @Test
    void whatThisServerIs() throws Exception {
        server.later(Duration.ofMinutes(90));

        assertThat(script.get("/admin/server").json())
                .isEqualTo(Map.ofEntries(
                        Map.entry("issuer", "https://auth.example.com/countersign"),
                        Map.entry("verify", "https://auth.example.com/countersign/verify"),
                        Map.entry("token", "https://auth.example.com/countersign/token"),
                        Map.entry("version", "1.2.3"),
                        Map.entry("started_at", "2026-03-01T10:00:00Z"),
                        Map.entry("time", "2026-03-01T11:30:00Z"),
                        Map.entry("health", Map.of("store", "up", "masterKey", "up", "changes", "up")),
                        Map.entry("audience_policy", "fapi2"),
                        Map.entry("algorithms", List.of("RS256", "ES256")),
                        Map.entry("expired_certificates", "refuse"),
                        Map.entry("max_secret_lifetime", "P365D"),
                        Map.entry("chosen_secrets", true),
                        Map.entry("max_certificate_validity", "P1095D"),
                        Map.entry("upload_max_bytes", (long) AdminServer.UPLOAD_MAX_BYTES),
                        Map.entry("key_cache_ttl", "PT10M"),
                        Map.entry("replay_guard", "journal"),
                        Map.entry("store", Map.of("kind", "jdbc", "lists", true, "changes", true)),
                        Map.entry(
                                "settings",
                                List.of(
                                        Map.of("name", "bootstrapAdminSecret", "source", "JNDI java:comp/env"),
                                        Map.of(
                                                "name",
                                                "replayGuard",
                                                "value",
                                                "journal",
                                                "source",
                                                "system property x")))));
        assertThat(server.asNobody().get("/admin/server").status()).isEqualTo(401);
    }

    @Test
    void aPersonLearnsThatTheStoreIsAway() throws Exception {
        Exchange person = server.asPerson("ada");
        server.registry.failWith(Optional.of(MemoryRegistry.outage()));

        Reply reply = person.get("/admin/server");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).containsEntry("health", Map.of("store", "down", "masterKey", "up", "changes", "up"));
        assertThat(person.get("/admin/statistics").status()).isEqualTo(200);
    }

    @Test
    void gen17_pathsThatOnlyLookAliveAreDead() throws Exception {
        for (String path : List.of(
                "/admin/clients/",
                "/admin//clients",
                "/admin/clients/plain/",
                "/admin/Clients",
                "/admin/clients/{client}")) {
            int status = RawRequest.status(server, "GET /countersign" + path);
            assertThat(status).as(path).isIn(400, 404);
        }
        assertThat(RawRequest.status(server, "TRACE /countersign/admin/clients"))
                .isEqualTo(405);
        assertThat(script.header("X-HTTP-Method-Override", "DELETE")
                        .get("/admin/clients/plain")
                        .status())
                .isEqualTo(200);
    }
}
