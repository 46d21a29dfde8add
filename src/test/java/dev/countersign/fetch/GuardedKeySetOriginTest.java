package dev.countersign.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.countersign.auth.KeyRemark;
import dev.countersign.auth.KeySetOrigin.Served;
import dev.countersign.auth.Recency;
import dev.countersign.client.UnavailableException;
import dev.countersign.log.HeardLog;
import dev.countersign.text.MalformedException;
import dev.countersign.tls.TestCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, with real servers on loopback, which the list of origins admits. */
class GuardedKeySetOriginTest {

    private static final Recency ANY = Recency.since(System.nanoTime());
    private static final Recency NOW = Recency.immediate(ANY.validSince());
    private static final String KEYS = "{\"keys\":[]} ";
    private static final int MAX_BYTES = 1000;
    private static final String JSON = "HTTP/1.1 200 OK\nContent-Type: application/json\n";

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final List<Map<String, List<String>>> requests = Collections.synchronizedList(new ArrayList<>());
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : started) {
            one.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/jwk-set+json",
                "Application/JSON; charset=utf-8",
                "application/jwk-set+json;a=\"b;c\""
            })
    void key2_aKeySetIsFetched(String type) throws Exception {
        HttpServer server = http(exchange -> answer(exchange, 200, type, KEYS));

        Served<String> document = fetcher(server).get(url(server), ANY);

        assertThat(document.keySet()).isEqualTo(KEYS);
        assertThat(document.at()).isEqualTo(now);
        assertThat(document.error()).isEmpty();
        assertThat(requests.get(0)).containsEntry("Accept-encoding", List.of("identity"));
        assertThat(requests.get(0)).doesNotContainKeys("Cookie", "Authorization", "Upgrade", "If-none-match");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "text/json", "application/jsonp", "application/json, text/html", "", "/"})
    void key2_anotherMediaTypeIsNoKeySet(String type) throws Exception {
        HttpServer server = http(exchange -> answer(exchange, 200, type, "<html>secret</html>"));

        assertFailure(fetcher(server), url(server), "media type");
    }

    @Test
    void key2_theMediaTypeThatCameIsToldWhereItCanBeShown() throws Exception {
        HttpServer server = http(exchange -> answer(exchange, 200, "Text/HTML; charset=secret", "<html>secret</html>"));

        assertFailure(fetcher(server), url(server), "with another media type, text/html; accepted: ");
    }

    /** OPS-1: once for each set that says another thing, not for each fetch. */
    @Test
    void file3_whatIsToBeSaidAboutASetIsLoggedOnce() throws Exception {
        Deque<String> bodies = new ArrayDeque<>(List.of("{odd 1}", "{odd 2}", "{}", "{odd 3}"));
        HttpServer server = http(exchange -> answer(exchange, 200, "application/json", bodies.pop()));
        GuardedKeySetOrigin<String> fetcher = fetcher(server);
        String line = "key set from " + url(server).resolve("/").toString().replaceAll("/$", "")
                + ": Key 1 (kid a) is left out: it is odd.";

        try (HeardLog log = HeardLog.of(GuardedKeySetOrigin.class)) {
            for (int logged : new int[] {1, 1, 1, 2}) {
                fetcher.get(url(server), NOW);
                // The line is written after the set was handed out.
                while (log.levels().size() < logged) {
                    Thread.onSpinWait();
                }
                assertThat(log.text().split("it is odd", -1)).hasSize(logged + 1);
                now = now.plusSeconds(2);
            }
            assertThat(log.text()).contains(line);
        }
        assertThat(bodies).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 304, 301, 302, 303, 307, 308, 400, 401, 403, 429, 500, 503})
    void key1_key5_anotherStatusIsAFailureAndNoRedirectIsFollowed(int status) throws Exception {
        AtomicInteger elsewhere = new AtomicInteger();
        HttpServer server = http(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/elsewhere")) {
                elsewhere.incrementAndGet();
            }
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
            answer(exchange, status, "application/json", status == 204 || status == 304 ? "" : KEYS);
        });

        assertFailure(fetcher(server), url(server), "status " + status);
        assertThat(elsewhere).hasValue(0);
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410})
    void key8_noneIsAnAnswer(int status) throws Exception {
        HttpServer server = http(exchange -> answer(exchange, status, "text/html", "<html>"));

        assertThat(fetcher(server).get(url(server), ANY).keySet()).isEqualTo("{\"keys\":[]}");
    }

    @Test
    void key2_theLimitIsExact() throws Exception {
        String most = KEYS + " ".repeat(MAX_BYTES - KEYS.length());
        HttpServer exact = http(exchange -> answer(exchange, 200, "application/json", most));
        HttpServer over = http(exchange -> answer(exchange, 200, "application/json", most + " "));

        assertThat(fetcher(exact).get(url(exact), ANY).keySet()).isEqualTo(most);
        assertFailure(fetcher(over), url(over), "more than 1000 bytes");
    }

    @Test
    void key2_whatHasNoLengthIsCutWhileItStreams() throws Exception {
        AtomicInteger written = new AtomicInteger();
        RawOrigin endless = start(new RawOrigin((in, out) -> {
            RawOrigin.readRequest(in);
            out.write((JSON.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.US_ASCII));
            while (written.addAndGet(1024) < 1 << 30) {
                out.write(new byte[1024]);
            }
        }));

        assertFailure(fetcher(endless.origin()), endless.url("/"), "more than 1000 bytes");
        assertThat(written).hasValueLessThan(1 << 28);
    }

    @Test
    void key9_compressedContentIsNotEvenRead() throws Exception {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write(new byte[100_000]);
        }
        for (String coding : List.of("gzip", "GZIP", "br", "identity, gzip", "x")) {
            RawOrigin origin = start(RawOrigin.sending(
                    JSON + "Content-Encoding: " + coding + "\nContent-Length: " + bomb.size() + "\n\n",
                    bomb.toByteArray()));
            assertFailure(fetcher(origin.origin()), origin.url("/"), "compressed");
        }
        RawOrigin hidden = start(RawOrigin.sending(JSON + "Transfer-Encoding: gzip, chunked\n\n", bomb.toByteArray()));
        assertFailure(fetcher(hidden.origin()), hidden.url("/"), "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret\n\n",
                "HTTP/1.1 secret\n\n",
                "HTTP/1.1 200 OK\nsecret\n\n",
                "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: secret\n\n{}",
                "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 50\n\n{\"secret\"",
                "HTTP/1.1 200 OK\nContent-Type: application/json\nTransfer-Encoding: chunked\n\nsecret\n",
                "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"secret\":\u00ff}",
                "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Type: text/html\n\n{\"secret\"}",
                "HTTP/1.1 200 OK\nContent-Type: application/json\n\n[\"secret\"]",
                "HTTP/1.1 200 OK\nContent-Type: application/json\n\n"
            })
    void key5_garbageIsAFailureAndIsNotQuoted(String sent) throws Exception {
        RawOrigin origin = start(RawOrigin.sending(sent, new byte[0]));

        assertFailure(fetcher(origin.origin()), origin.url("/"), "");
    }

    @Test
    void endlessHeadersAreGarbageToo() throws Exception {
        RawOrigin many = start(RawOrigin.sending("HTTP/1.1 200 OK\n" + "A: b\n".repeat(10_000), new byte[0]));
        RawOrigin wide = start(RawOrigin.sending("HTTP/1.1 200 OK\nA: " + "b".repeat(100_000), new byte[0]));

        assertFailure(fetcher(many.origin()), many.url("/"), "");
        assertFailure(fetcher(wide.origin()), wide.url("/"), "");
    }

    @Test
    void anotherQuestionIsConditional() throws Exception {
        HttpServer server = http(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            exchange.getResponseHeaders().set("Cache-Control", "max-age=60");
            boolean known = "\"v1\"".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            answer(exchange, known ? 304 : 200, "application/json", known ? "" : KEYS);
        });
        GuardedKeySetOrigin<String> fetcher = fetcher(server);
        fetcher.get(url(server), ANY);
        now = now.plusSeconds(60);

        Served<String> again = fetcher.get(url(server), ANY);

        assertThat(again.keySet()).isEqualTo(KEYS);
        assertThat(again.at()).isEqualTo(now);
        assertThat(requests).hasSize(2);
        assertThat(requests.get(1)).containsEntry("If-none-match", List.of("\"v1\""));
    }

    @Test
    void key7_afterItWasDeclaredVoidTheQuestionIsAskedAnew() throws Exception {
        AtomicInteger count = new AtomicInteger();
        HttpServer server = http(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"v1\"");
            answer(exchange, 200, "application/json", "{\"keys\":[" + count.incrementAndGet() + "]}");
        });
        GuardedKeySetOrigin<String> fetcher = fetcher(server);
        assertThat(fetcher.get(url(server), ANY).keySet()).isEqualTo("{\"keys\":[1]}");
        assertThat(fetcher.get(url(server), ANY).keySet()).isEqualTo("{\"keys\":[1]}");

        Recency cleared = Recency.since(System.nanoTime());

        assertThat(fetcher.get(url(server), cleared).keySet()).isEqualTo("{\"keys\":[2]}");
        assertThat(requests.get(1)).doesNotContainKey("If-none-match");
    }

    @Test
    void key3_key5_aRefreshIsSharedAndAFailedOneKeepsWhatThereIs() throws Exception {
        AtomicInteger status = new AtomicInteger(200);
        Semaphore gate = new Semaphore(1);
        HttpServer server = http(exchange -> {
            gate.acquireUninterruptibly();
            answer(exchange, status.get(), "application/json", KEYS);
        });
        GuardedKeySetOrigin<String> fetcher = fetcher(server);
        Served<String> first = fetcher.get(url(server), ANY);
        now = now.plusSeconds(1);

        List<CompletableFuture<Served<String>>> refreshes = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        start(threads::shutdown);
        for (int i = 0; i < 8; i++) {
            refreshes.add(CompletableFuture.supplyAsync(() -> fetcher.get(url(server), NOW), threads));
        }
        gate.release();
        for (CompletableFuture<Served<String>> refresh : refreshes) {
            assertThat(refresh.get().at()).isEqualTo(now);
        }
        assertThat(requests).hasSize(2);

        status.set(302);
        gate.release(10);
        now = now.plusSeconds(1);
        Served<String> kept = fetcher.get(url(server), NOW);
        assertThat(kept.keySet()).isEqualTo(first.keySet());
        assertThat(kept.at()).isEqualTo(now.minusSeconds(1));
        assertThat(kept.error()).contains("it answered with status 302, and redirects are not followed");
        assertThat(fetcher.get(url(server), NOW)).isEqualTo(kept);
        assertThat(requests).hasSize(3);
    }

    @Test
    void httpsIsFetchedFromWhomTheCertificateNamesOnly() throws Exception {
        TestCertificate right = TestCertificate.of("ip:127.0.0.1", folder);
        TestCertificate other = TestCertificate.of("dns:other.example", folder);

        HttpServer server = https(right);
        assertThat(fetcher(server, right.trusting()).get(url(server), ANY).keySet())
                .isEqualTo(KEYS);
        assertFailure(fetcher(server, other.trusting()), url(server), "not trusted");
        HttpServer impostor = https(other);
        assertFailure(fetcher(impostor, other.trusting()), url(impostor), "another host");
        RawOrigin plain = start(
                new RawOrigin((in, out) -> out.write("HTTP/1.1 400 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII))));
        URI secured = URI.create("https://127.0.0.1:" + plain.port() + "/");
        assertFailure(fetcher(secured, right.trusting()), secured, "no TLS connection");
    }

    @Test
    void anIpv6AddressIsFetchedFromUnderItsOwnName() throws Exception {
        TestCertificate right = TestCertificate.of("ip:::1", folder);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getAllByName("::1")[0], 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(right.serving()));
        serve(server, exchange -> answer(exchange, 200, "application/json", KEYS));
        URI url = URI.create("https://[::1]:" + port(server) + "/jwks");

        assertThat(fetcher(url.resolve("/"), right.trusting()).get(url, ANY).keySet())
                .isEqualTo(KEYS);
        assertThat(requests.get(0)).containsEntry("Host", List.of("[::1]:" + port(server)));
    }

    @Test
    void key1_loopbackIsRefusedUnlessItIsListed() throws Exception {
        TestCertificate right = TestCertificate.of("ip:127.0.0.1", folder);
        HttpServer server = https(right);
        GuardedKeySetOrigin<String> strict = start(new GuardedKeySetOrigin<>(
                limits(Set.of()),
                text -> text,
                text -> List.of(),
                String::length,
                () -> now,
                InetAddress::getAllByName,
                right.trusting()));

        assertFailure(strict, url(server), "not public");
        assertFailure(strict, URI.create("https://localhost:" + port(server) + "/"), "not public");
        assertFailure(strict, URI.create("http://127.0.0.1:" + port(server) + "/"), "not https");
        assertThat(requests).isEmpty();
    }

    @Test
    void key9_theSettingsOfTheJvmSendNothingThroughAProxy() throws Exception {
        RawOrigin proxy = start(RawOrigin.sending("HTTP/1.1 500 Proxy\nContent-Length: 0\n\n", new byte[0]));
        HttpServer server = http(exchange -> answer(exchange, 200, "application/json", KEYS));
        ProxySelector before = ProxySelector.getDefault();
        Map<String, String> settings = Map.of(
                "http.proxyHost", "127.0.0.1",
                "http.proxyPort", "" + proxy.port(),
                "http.nonProxyHosts", "",
                "socksProxyHost", "127.0.0.1",
                "socksProxyPort", "" + proxy.port(),
                "socksNonProxyHosts", "");
        settings.forEach(System::setProperty);
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(new Proxy(
                        uri.getScheme().equals("socket") ? Proxy.Type.SOCKS : Proxy.Type.HTTP,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port())));
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {}
        });
        try {
            assertThat(fetcher(server).get(url(server), ANY).keySet()).isEqualTo(KEYS);
        } finally {
            ProxySelector.setDefault(before);
            settings.keySet().forEach(System::clearProperty);
        }
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void nobodyListens() throws Exception {
        RawOrigin gone = RawOrigin.sending("", new byte[0]);
        gone.close();

        assertFailure(fetcher(gone.origin()), gone.url("/"), "no connection");
    }

    private static void assertFailure(GuardedKeySetOrigin<String> fetcher, URI url, String kind) {
        assertThatThrownBy(() -> fetcher.get(url, ANY))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("no key set from ")
                .hasMessageContaining(kind)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("within PT")
                .hasNoCause();
    }

    private GuardedKeySetOrigin<String> fetcher(HttpServer server) throws Exception {
        return fetcher(url(server).resolve("/"));
    }

    private GuardedKeySetOrigin<String> fetcher(HttpServer server, SSLContext trust) {
        return fetcher(url(server).resolve("/"), trust);
    }

    private GuardedKeySetOrigin<String> fetcher(URI origin) throws Exception {
        return fetcher(origin, SSLContext.getDefault());
    }

    private GuardedKeySetOrigin<String> fetcher(URI origin, SSLContext trust) {
        return start(new GuardedKeySetOrigin<>(
                limits(Set.of(origin)),
                GuardedKeySetOriginTest::parsed,
                GuardedKeySetOriginTest::remarks,
                String::length,
                () -> now,
                InetAddress::getAllByName,
                trust));
    }

    private static String parsed(String text) throws MalformedException {
        if (!text.startsWith("{")) {
            throw new MalformedException("not JSON");
        }
        return text;
    }

    private static List<KeyRemark> remarks(String set) {
        return set.contains("odd")
                ? List.of(new KeyRemark(1, Optional.of("a"), KeyRemark.Kind.OTHER_USE, "it is odd"))
                : List.of();
    }

    private static FetchLimits limits(Set<URI> listed) {
        return new FetchLimits(
                listed,
                Duration.ofSeconds(10),
                MAX_BYTES,
                Duration.ofMinutes(10),
                Duration.ofSeconds(30),
                Duration.ofHours(1));
    }

    private HttpServer http(Handler handler) throws IOException {
        return serve(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), handler);
    }

    private HttpServer https(TestCertificate material) throws Exception {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(material.serving()));
        return serve(server, exchange -> answer(exchange, 200, "application/json", KEYS));
    }

    private HttpServer serve(HttpServer server, Handler handler) {
        server.createContext("/", exchange -> {
            requests.add(Map.copyOf(exchange.getRequestHeaders()));
            handler.handle(exchange);
        });
        server.start();
        start(() -> server.stop(0));
        return server;
    }

    private <T extends AutoCloseable> T start(T one) {
        started.push(one);
        return one;
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    private static URI url(HttpServer server) {
        String scheme = server instanceof HttpsServer ? "https" : "http";
        return URI.create(scheme + "://127.0.0.1:" + port(server) + "/jwks");
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private interface Handler {
        void handle(HttpExchange exchange) throws IOException;
    }
}
