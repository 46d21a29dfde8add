package dev.countersign.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server on loopback that answers as it is told: by default with a new token each time, and with its
 * metadata behind the path of the issuer. Thread-safe.
 */
final class FakeTokenServer implements AutoCloseable {

    static final String WELL_KNOWN = "/.well-known/oauth-authorization-server";
    private static final String TOKEN = "/countersign/token";

    /** What came in. */
    record Request(String path, Map<String, List<String>> headers, Map<String, List<String>> form) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).get(0);
        }

        String parameter(String name) {
            return String.join(",", form.getOrDefault(name, List.of()));
        }
    }

    /** What goes out. */
    record Reply(int status, Map<String, String> headers, String body, boolean complete) {

        static Reply json(int status, String body) {
            return new Reply(status, Map.of("Content-Type", "application/json"), body, true);
        }

        static Reply token(String value, String more) {
            return json(200, "{\"access_token\":\"" + value + "\",\"token_type\":\"Bearer\"" + more + "}");
        }

        Reply with(String header, String value) {
            Map<String, String> all = new HashMap<>(headers);
            all.put(header, value);
            return new Reply(status, all, body, complete);
        }

        /** Its body begins, and never ends. */
        Reply endless() {
            return new Reply(status, headers, body, false);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, Reply> documents = new ConcurrentHashMap<>();
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile @Nullable CountDownLatch held;

    FakeTokenServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        publish(
                "/countersign" + WELL_KNOWN,
                metadata(issuer().toString(), endpoint().toString()));
    }

    static Reply metadata(String issuer, String endpoint) {
        return Reply.json(200, "{\"issuer\":\"" + issuer + "\",\"token_endpoint\":\"" + endpoint + "\"}");
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/countersign");
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + TOKEN);
    }

    void publish(String path, Reply document) {
        documents.put(path, document);
    }

    /** The next answers of the token endpoint, in this order. */
    void reply(Reply... next) {
        replies.addAll(List.of(next));
    }

    /** Lets the token endpoint answer only after this. */
    void holdUntil(CountDownLatch latch) {
        held = latch;
    }

    /** Those at the token endpoint. */
    List<Request> tokenRequests() {
        return requests.stream().filter(request -> request.path().equals(TOKEN)).toList();
    }

    /** The paths of the others. */
    List<String> otherPaths() {
        return requests.stream()
                .map(Request::path)
                .filter(path -> !path.equals(TOKEN))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(new Request(path, Map.copyOf(exchange.getRequestHeaders()), form(body)));
            Reply reply = path.equals(TOKEN)
                    ? nextToken()
                    : documents.getOrDefault(path, Reply.json(404, "{\"error\":\"not_found\"}"));
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] content = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), reply.complete() ? content.length : 0);
            exchange.getResponseBody().write(content);
            if (!reply.complete()) {
                exchange.getResponseBody().flush();
                closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Reply nextToken() throws InterruptedException {
        int number = tokenRequests().size();
        CountDownLatch latch = held;
        if (latch != null) {
            latch.await();
        }
        Reply next = replies.poll();
        return next != null ? next : Reply.token("token-" + number, ",\"expires_in\":300");
    }

    private static Map<String, List<String>> form(String body) {
        Map<String, List<String>> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (parts.length == 2) {
                form.computeIfAbsent(parts[0], name -> new ArrayList<>())
                        .add(URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    @Override
    public void close() {
        closed.countDown();
        CountDownLatch latch = held;
        if (latch != null) {
            latch.countDown();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    static FakeTokenServer started() {
        try {
            return new FakeTokenServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
