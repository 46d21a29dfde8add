package dev.countersign.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What stands behind the proxy: answers 200 to everything, and remembers what came. Thread-safe. */
final class Application implements AutoCloseable {

    static final String ANSWER = "reached";

    /** @param fields {@code name: value}, the names in small letters */
    record Arrived(String method, String path, List<String> fields, String body) {

        /** The values of the fields which an application may take for this one. */
        List<String> all(String name) {
            return fields.stream()
                    .filter(field -> field.substring(0, field.indexOf(": "))
                            .replaceAll("[^a-z0-9]", "-")
                            .equals(name))
                    .map(field -> field.substring(field.indexOf(": ") + 2))
                    .toList();
        }
    }

    private final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    Application() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Arrived> arrived() {
        return List.copyOf(arrived);
    }

    void forget() {
        arrived.clear();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1);
            List<String> fields = exchange.getRequestHeaders().entrySet().stream()
                    .flatMap(field -> field.getValue().stream()
                            .map(value -> field.getKey().toLowerCase(Locale.ROOT) + ": " + value))
                    .toList();
            arrived.add(new Arrived(
                    exchange.getRequestMethod(), exchange.getRequestURI().toString(), fields, body));
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : ANSWER.length());
            if (!head) {
                exchange.getResponseBody().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
