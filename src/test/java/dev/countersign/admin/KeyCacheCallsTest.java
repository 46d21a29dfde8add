package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.auth.VerificationKey;
import dev.countersign.client.AuditEvent;
import dev.countersign.client.ClientId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCacheCallsTest {

    private static final String KEYS = "/admin/clients/plain/key-cache";
    private static final String REFRESH = KEYS + "/refresh";
    private static final ClientId PLAIN = new ClientId("plain");

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
    void lookingAsksNobody() throws Exception {
        Reply reply = script.get(KEYS);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).isEqualTo(Map.of("cached", false, "keys", List.of(), "remarks", List.of()));
        assertThat(server.keySource.asked()).isZero();
    }

    @Test
    void whatWasFetchedIsShown() throws Exception {
        Map<String, Object> fetched = script.send("POST", REFRESH, "").json();

        assertThat(fetched)
                .containsEntry("cached", true)
                .containsEntry("fetched_at", "2026-03-01T10:00:00Z")
                .containsEntry("expires_at", "2026-03-01T10:05:00Z")
                .doesNotContainKey("last_error")
                .containsEntry("keys", List.of(Map.of("kid", "k1", "algorithm", "EC", "size", 256L, "alg", "ES256")));
        assertThat(script.get(KEYS).json()).isEqualTo(fetched);
        assertThat(server.keySource.asked()).isEqualTo(1);
    }

    @Test
    void aCertificatesKeyTellsWhichOne() throws Exception {
        server.keySource.serve(new VerificationKey(
                Optional.empty(),
                Optional.of("thumb"),
                PlainKeySource.KEY,
                Optional.empty(),
                Optional.of(AdminServer.START),
                Optional.of(AdminServer.START.plusSeconds(60)),
                Optional.of("c1")));

        assertThat(script.send("POST", REFRESH, "").json().get("keys"))
                .isEqualTo(List.of(Map.of(
                        "thumbprint",
                        "thumb",
                        "algorithm",
                        "EC",
                        "size",
                        256L,
                        "not_before",
                        "2026-03-01T10:00:00Z",
                        "not_after",
                        "2026-03-01T10:01:00Z",
                        "certificate_id",
                        "c1")));
    }

    @Test
    void aClientWithoutKeysHasNone() throws Exception {
        Reply reply = script.send("POST", "/admin/clients/root/key-cache/refresh", "");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).isEqualTo(Map.of("cached", false, "keys", List.of(), "remarks", List.of()));
    }

    @Test
    void key5_aRefreshThatFailsShowsWhatIsKeptAndWhy() throws Exception {
        script.send("POST", REFRESH, "");
        server.keySource.failSoftly("it has not answered within PT3S");

        assertThat(script.send("POST", REFRESH, "").json())
                .containsEntry("cached", true)
                .containsEntry("last_error", "it has not answered within PT3S");
        assertThat(script.get(KEYS).json()).containsEntry("last_error", "it has not answered within PT3S");
    }

    @Test
    void adm8_whereNothingIsLeftTheReasonIsToldAndTheStoreIsNotBlamed() throws Exception {
        server.keySource.fail("no key set from https://keys.example:443: it answered with status 500");

        Reply reply = script.send("POST", REFRESH, "");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.json())
                .containsEntry("type", ProblemKind.KEYS_UNAVAILABLE.type())
                .containsEntry(
                        "detail",
                        "The client's keys cannot be fetched: no key set from https://keys.example:443: it answered with status 500.");
    }

    @Test
    void key5_aFailureStaysWithTheClientUntilItsKeysAreFetched() throws Exception {
        server.keySource.fail("no key set from https://keys.example:443: it answered with status 500");
        script.send("POST", REFRESH, "");
        String error = "no key set from https://keys.example:443: it answered with status 500";

        assertThat(script.get(KEYS).json())
                .isEqualTo(Map.of(
                        "cached",
                        false,
                        "last_error",
                        error,
                        "last_error_at",
                        "2026-03-01T10:00:00Z",
                        "keys",
                        List.of(),
                        "remarks",
                        List.of()));
        assertThat(script.get("/admin/key-cache/failures").items())
                .containsExactly(
                        Map.of("client_id", "plain", "at", "2026-03-01T10:00:00Z", "error", error, "cached", false));
        assertThat(server.keySource.asked()).isEqualTo(1);
        script.patch("/admin/clients/plain", "{\"client_name\":\"x\"}", "*");
        server.keyCache.forget(PLAIN);
        assertThat(script.get("/admin/key-cache/failures").items()).isEmpty();
    }

    @Test
    void key7_clearingForgetsHereAndTellsTheOthers() throws Exception {
        script.send("POST", REFRESH, "");

        assertThat(script.send("DELETE", KEYS, "").json()).isEqualTo(Map.of("cleared", 1L));
        assertThat(script.send("DELETE", KEYS, "").json()).isEqualTo(Map.of("cleared", 0L));

        assertThat(script.get(KEYS).json()).containsEntry("cached", false);
        AuditEvent event = latestEvent();
        assertThat(event.action()).isEqualTo("key-cache.clear");
        assertThat(event.actor()).isEqualTo("client:root");
        assertThat(event.client()).contains(PLAIN);
        assertThat(server.registry.announced()).containsExactly(Optional.of(PLAIN), Optional.of(PLAIN));
    }

    @Test
    void key7_allAreClearedAndTheEventNamesNobody() throws Exception {
        script.send("POST", REFRESH, "");
        script.send("POST", "/admin/clients/countersign-admin/key-cache/refresh", "");

        assertThat(script.send("DELETE", "/admin/key-cache", "").json()).isEqualTo(Map.of("cleared", 2L));

        assertThat(server.registry.announced()).containsExactly(Optional.empty());
        assertThat(script.get("/admin/events?limit=1").items().get(0))
                .containsEntry("action", "key-cache.clear")
                .doesNotContainKey("client_id");
    }

    @ParameterizedTest
    @CsvSource({KEYS, "/admin/key-cache"})
    void key7_withoutTheStoreThisNodeIsClearedAllTheSameAndSaysSo(String path) throws Exception {
        script.send("POST", REFRESH, "");
        // A client could not be looked up, a person has a session.
        Exchange person = server.asPerson("ada");
        server.registry.failWith(Optional.of(MemoryRegistry.outage()));

        Reply reply = person.send("DELETE", path, "");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isNotEmpty();
        assertThat(reply.json()).containsEntry("type", ProblemKind.CLEARED_HERE_ONLY.type());
        assertThat(reply.body()).contains("other nodes have not been told").doesNotContain("jdbc");
        assertThat(server.keyCache.remembered(PLAIN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"GET,", "DELETE,", "POST,/refresh"})
    void whoIsNotThereIs404AndAnotherVersionIs412(String method, String path) throws Exception {
        script.send("POST", REFRESH, "");
        String below = path == null ? "" : path;

        assertThat(script.send(method, "/admin/clients/unknown/key-cache" + below, "")
                        .status())
                .isEqualTo(404);
        script.header("If-Match", "\"7\"");
        assertThat(script.send(method, KEYS + below, "").status()).isEqualTo(412);
        assertThat(server.keyCache.remembered(PLAIN)).isPresent();
        assertThat(server.registry.announced()).isEmpty();
        assertThat(server.keySource.asked()).isEqualTo(1);
    }

    @Test
    void adm1_adm2_nobodyElseClears() throws Exception {
        script.send("POST", REFRESH, "");

        for (String path : List.of(KEYS, "/admin/key-cache")) {
            assertThat(server.asNobody().send("DELETE", path, "").status()).isEqualTo(401);
            assertThat(server.asNobody()
                            .header("Authorization", AdminServer.basic("plain", AdminServer.PLAIN_SECRET))
                            .send("DELETE", path, "")
                            .status())
                    .isEqualTo(403);
            assertThat(server.asPerson("ada")
                            .header("Sec-Fetch-Site", "cross-site")
                            .send("DELETE", path, "")
                            .status())
                    .isEqualTo(403);
        }
        assertThat(server.keyCache.remembered(PLAIN)).isPresent();
    }

    private AuditEvent latestEvent() {
        return server.registry
                .events(Optional.empty(), Optional.empty(), 1)
                .items()
                .get(0);
    }
}
