package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.KeySource.Resolved;
import dev.countersign.auth.VerificationKey;
import dev.countersign.cache.CachedClientKeys;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.UnavailableException;
import dev.countersign.fetch.FetchLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole way from a kid to the key of a set by URL, put together as in the product, with origins on loopback. */
class KeySetsByUrlTest {

    /** Requests that may wait for one URL: fewer than ten, as the first test and the second one show. */
    private static final int SOME = 6;

    private static final Optional<String> A = Optional.of("a");

    private final OpenResources closing = new OpenResources();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile CountDownLatch asked = new CountDownLatch(1);
    private volatile Optional<CountDownLatch> gate = Optional.empty();
    private volatile String served = set("a");
    private volatile int status = 200;
    private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @AfterEach
    void stop() {
        gate.ifPresent(CountDownLatch::countDown);
        end.countDown();
        threads.shutdownNow();
        closing.close();
    }

    @Test
    void key3_requestsForAColdClientAreOneFetch() throws Exception {
        URI origin = origin();
        CachedClientKeys keys = keys(10, origin);
        CountDownLatch answer = hold();
        List<CompletableFuture<Boolean>> finds = findAtOnce(keys, SOME, origin);
        asked.await();
        answer.countDown();

        for (CompletableFuture<Boolean> find : finds) {
            assertThat(find.get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(requests).hasValue(1);
        assertThat(keys.counts().fetches()).isEqualTo(1);
        assertThat(keys.counts().fetchFailures()).isZero();
    }

    @Test
    void key3_aHangingOriginHoldsUpSomeRequestsAndNoOtherClient() throws Exception {
        URI hanging = origin();
        URI well = origin();
        CachedClientKeys keys = keys(10, hanging, well);
        CountDownLatch answer = hold();
        List<CompletableFuture<Boolean>> finds = findAtOnce(keys, 100, hanging);
        asked.await();
        gate = Optional.empty();

        assertThat(isFound(keys, client("well", well))).isTrue();
        while (finds.stream().filter(CompletableFuture::isDone).count() < 100 - SOME) {
            Thread.onSpinWait();
        }
        // A late request is told at once, and waits for nothing.
        assertThat(isFound(keys, client("slow", hanging))).isFalse();
        answer.countDown();
        assertThat(finds.stream().filter(CompletableFuture::join).count()).isEqualTo(SOME);
        assertThat(requests).hasValue(2);
    }

    @Test
    void key4_unknownKidsCauseOneFetchPerInterval() throws Exception {
        URI origin = origin();
        CachedClientKeys keys = keys(10, origin);
        for (int fetches = 1; fetches < 4; fetches++) {
            for (int i = 0; i < 500; i++) {
                assertThat(keys.find(client("billing", origin), Optional.of("random" + i)))
                        .hasSize(1);
            }
            assertThat(requests).hasValue(fetches);
            now = now.plusSeconds(30);
        }
        served = set("b");
        assertThat(kids(keys.find(client("billing", origin), Optional.of("b")))).containsExactly("b");
    }

    @Test
    void key7_clearingReachesTheOriginWhetherThereIsAnEntryOrNot() throws Exception {
        URI origin = origin();
        CachedClientKeys keys = keys(1, origin);
        Client billing = client("billing", origin);
        List<Runnable> ways =
                List.of(() -> keys.clear(billing.id()), keys::clear, () -> keys.forget(billing.id()), keys::forgetAll);
        for (int i = 0; i < ways.size(); i++) {
            served = set("with" + i);
            keys.forgetAll();
            keys.find(billing, Optional.empty());
            served = set("next" + i);
            ways.get(i).run();
            assertThat(kids(keys.find(billing, Optional.empty()))).containsExactly("next" + i);

            // There is room for one: its entry has to go, but the origin keeps its set.
            keys.find(client("other", origin.resolve("/other")), Optional.empty());
            served = set("without" + i);
            ways.get(i).run();
            assertThat(kids(keys.find(billing, Optional.of("next" + i)))).containsExactly("without" + i);
        }
    }

    @Test
    void key7_aFetchThatWasUnderWayWhenItWasClearedBringsNothingBack() throws Exception {
        URI origin = origin();
        CachedClientKeys keys = keys(10, origin);
        Client billing = client("billing", origin);
        for (Runnable clearing : List.<Runnable>of(keys::clear, () -> keys.clear(billing.id()))) {
            served = set("a");
            CountDownLatch answer = hold();
            CompletableFuture<List<String>> early =
                    CompletableFuture.supplyAsync(() -> kids(keys.find(billing, A)), threads);
            asked.await();
            gate = Optional.empty();
            clearing.run();
            served = set("b");

            assertThat(kids(keys.find(billing, A))).containsExactly("b");
            answer.countDown();
            early.get(20, TimeUnit.SECONDS);
            assertThat(kids(keys.find(billing, A))).containsExactly("b");
            assertThat(kids(keys.refresh(billing).orElseThrow().keys())).containsExactly("b");
            keys.clear();
        }
    }

    @Test
    void key7_nothingStaleServesAfterItWasCleared() throws Exception {
        URI origin = origin();
        CachedClientKeys keys = keys(10, origin);
        Client billing = client("billing", origin);
        keys.find(billing, A);
        status = 500;
        now = now.plus(Duration.ofMinutes(11));
        assertThat(kids(keys.find(billing, A))).containsExactly("a");
        keys.clear(billing.id());

        assertThatThrownBy(() -> keys.find(billing, A))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("status 500");
    }

    @Test
    void key3_key7_refreshesAtOnceAreOneFetch() throws Exception {
        URI origin = origin();
        CachedClientKeys keys = keys(10, origin);
        Client billing = client("billing", origin);
        keys.find(billing, A);
        now = now.plusSeconds(1);
        served = set("b");
        CountDownLatch answer = hold();
        List<CompletableFuture<Optional<Resolved>>> refreshes = new ArrayList<>();
        for (int i = 0; i < SOME; i++) {
            refreshes.add(CompletableFuture.supplyAsync(() -> keys.refresh(billing), threads));
        }
        asked.await();
        // Not held up by these: the keys that are remembered serve.
        assertThat(kids(keys.find(billing, A))).containsExactly("a");
        answer.countDown();

        for (CompletableFuture<Optional<Resolved>> refresh : refreshes) {
            assertThat(kids(refresh.get(20, TimeUnit.SECONDS).orElseThrow().keys()))
                    .containsExactly("b");
        }
        assertThat(requests).hasValue(2);
    }

    @Test
    void theReasonsForKeysThatWereLeftOutAreRemembered() throws Exception {
        URI origin = origin();
        CachedClientKeys keys = keys(10, origin);
        Client billing = client("billing", origin);
        served = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AAAA\"}]}";

        assertThat(keys.find(billing, A)).isEmpty();
        assertThat(keys.remembered(billing.id()).orElseThrow().remarks())
                .extracting(KeyRemark::reason)
                .containsExactly("a key is private or symmetric: every reader of the key set could sign with it");
    }

    private CachedClientKeys keys(int maxClients, URI... origins) {
        Duration ttl = Duration.ofMinutes(10);
        FetchLimits limits = new FetchLimits(
                Set.of(origins), Duration.ofSeconds(20), 65_536, ttl, Duration.ofSeconds(30), Duration.ofHours(1));
        return closing.add(Countersign.clientKeys(
                new KeySetSettings(ttl, maxClients, limits),
                Countersign.publishedKeySets(limits, () -> now, closing),
                () -> now));
    }

    private List<CompletableFuture<Boolean>> findAtOnce(CachedClientKeys keys, int requests, URI origin) {
        List<CompletableFuture<Boolean>> finds = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            finds.add(CompletableFuture.supplyAsync(() -> isFound(keys, client("slow", origin)), threads));
        }
        return finds;
    }

    private static boolean isFound(CachedClientKeys keys, Client client) {
        try {
            return kids(keys.find(client, A)).contains("a");
        } catch (UnavailableException e) {
            return false;
        }
    }

    /** Answers are held back from now on, until the latch opens. */
    private CountDownLatch hold() {
        CountDownLatch latch = new CountDownLatch(1);
        asked = new CountDownLatch(1);
        gate = Optional.of(latch);
        return latch;
    }

    private URI origin() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            byte[] body = served.getBytes(StandardCharsets.UTF_8);
            Optional<CountDownLatch> held = gate;
            asked.countDown();
            held.ifPresent(KeySetsByUrlTest::await);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.start();
        closing.add(() -> server.stop(0));
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> kids(List<VerificationKey> found) {
        return found.stream().map(key -> key.kid().orElse("-")).toList();
    }

    /** The key of RFC 8037, appendix A.2. */
    private static String set(String kid) {
        return "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + kid
                + "\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}]}";
    }

    private static Client client(String id, URI url) {
        ClientProfile profile =
                ClientProfile.confidential(AuthMethod.PRIVATE_KEY_JWT, Map.of("jwks_uri", url.toString()));
        return new Client(new ClientId(id), profile, List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }
}
