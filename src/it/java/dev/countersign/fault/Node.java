package dev.countersign.fault;

import dev.countersign.it.ExecutableWar;
import dev.countersign.it.Visitor;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the executable WAR that can be stopped, continued and killed. Thread-safe. */
final class Node implements AutoCloseable {

    static final String ISSUER = "https://as.example";
    static final String ADMINISTRATOR = Visitor.basic("admin", "the administrator of all nodes of a test");
    static final String FORM = "application/x-www-form-urlencoded";
    static final Pattern TOKEN = Pattern.compile("\"access_token\":\"([^\"]+)\"");
    private static final String JSON = "application/json";

    /** No answer of ours may take that long, even with a database that is silent. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(20);

    /** Each request comes from a source of its own, so that none is throttled. */
    private static final AtomicInteger SOURCES = new AtomicInteger();

    private final ExecutableWar war;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Node(ExecutableWar war) {
        this.war = war;
    }

    /** All nodes in one folder share a key ring and the administrator's secret. */
    static WarCommand command(Path folder, String name) throws IOException {
        Path ring = folder.resolve("master.keys");
        if (!Files.exists(ring)) {
            Files.writeString(ring, "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        }
        return WarCommand.in(folder.resolve(name))
                .withEnvironment("COUNTERSIGN_MASTER_KEY", ring.toString())
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false")
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", "the administrator of all nodes of a test");
    }

    /** The same on this PostgreSQL. */
    static WarCommand command(Path folder, String name, int databasePort) throws IOException {
        return command(folder, name).with("--jdbc-url", FaultyDatabase.url(databasePort), "--jdbc-user", "node");
    }

    /** The same by way of a proxy, which reads the text of each statement. */
    static WarCommand command(Path folder, String name, TcpProxy network) throws IOException {
        return onPostgres(folder, name, network.port());
    }

    /** The same by way of this port, which may be a proxy's that reads the text of each statement. */
    static WarCommand onPostgres(Path folder, String name, int port) throws IOException {
        return command(folder, name)
                .with("--jdbc-url", FaultyDatabase.url(port) + "?prepareThreshold=0", "--jdbc-user", "node");
    }

    static Node start(WarCommand command) throws Exception {
        return new Node(command.start());
    }

    /** At the same time; the stage ends those that have started. */
    static List<Node> start(List<WarCommand> commands, Stage stage) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(commands.size());
        try {
            List<Future<Node>> starts = commands.stream()
                    .map(command -> threads.submit(() -> stage.add(start(command))))
                    .toList();
            threads.shutdown();
            if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the nodes do not start");
            }
            List<Node> nodes = new ArrayList<>();
            for (Future<Node> start : starts) {
                nodes.add(start.get());
            }
            return nodes;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Such as {@code STOP} and {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(war.pid()))
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IOException("kill ended with " + code);
        }
    }

    /** {@code kill -9}. */
    void kill() {
        ProcessHandle process = ProcessHandle.of(war.pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    String log() {
        return war.err();
    }

    Answer verify(String client, String secret) throws InterruptedException {
        return send("GET", "/verify", "", "Authorization", Visitor.basic(client, secret));
    }

    Answer bear(String token) throws InterruptedException {
        return send("GET", "/verify", "", "Authorization", "Bearer " + token);
    }

    /** With this body of a form. */
    Answer assertion(String form) throws InterruptedException {
        return send("POST", "/verify", form, "Content-Type", FORM);
    }

    Answer form(String path, String client, String secret, String form) throws InterruptedException {
        return send("POST", path, form, "Content-Type", FORM, "Authorization", Visitor.basic(client, secret));
    }

    /** A new access token. */
    String token(String client, String secret) throws InterruptedException {
        Answer answer = form("/token", client, secret, "grant_type=client_credentials");
        Matcher text = TOKEN.matcher(answer.body());
        if (!text.find()) {
            throw new AssertionError("no token: " + answer);
        }
        return text.group(1);
    }

    Answer administer(String method, String path, String json) throws InterruptedException {
        String type = method.equals("PATCH") ? "application/merge-patch+json" : JSON;
        return send(
                method, "/admin" + path, json, "Content-Type", type, "Authorization", ADMINISTRATOR, "If-Match", "*");
    }

    Answer ready() throws InterruptedException {
        return send("GET", "/health/ready", "");
    }

    /** The status of a scrape by the administrator from this address. */
    int metrics(String source) throws InterruptedException {
        return sendFrom(source, "GET", "/metrics", "", "Authorization", ADMINISTRATOR)
                .status();
    }

    Answer send(String method, String path, String body, String... headers) throws InterruptedException {
        int source = SOURCES.incrementAndGet();
        return sendFrom("198.18." + (source / 256 % 256) + "." + source % 256, method, path, body, headers);
    }

    private Answer sendFrom(String source, String method, String path, String body, String... headers)
            throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(war.url() + path))
                .timeout(LONGEST_ANSWER)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("X-Forwarded-For", source);
        if (headers.length > 0) {
            request.headers(headers);
        }
        long asked = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), asked, System.nanoTime());
        } catch (IOException e) {
            return new Answer(Answer.NONE, e.toString(), asked, System.nanoTime());
        }
    }

    /** Ends it, also when it is stopped or was killed. */
    @Override
    public void close() {
        war.close();
    }

    /** @param asked and {@code came}: by {@code System.nanoTime()} */
    record Answer(int status, String body, long asked, long came) {

        /** No answer came: what was asked may have been done or not. */
        static final int NONE = 0;

        Duration took() {
            return Duration.ofNanos(came - asked);
        }

        boolean is2xx() {
            return status / 100 == 2;
        }
    }
}
