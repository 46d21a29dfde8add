package dev.countersign.bench;

import dev.countersign.container.Container;
import dev.countersign.container.Tomcat;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Puts load on the executable WAR and on Tomcat, in 256 MB of heap each: what the guard costs on {@code /verify} beside
 * an unguarded servlet of the same server in the same run.
 */
final class LoadRun {

    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 7;
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration ROUND = Duration.ofSeconds(4);
    static final String PASSWORD = "the load run's own administrator password";

    private LoadRun() {}

    static void main() throws Exception {
        Path folder = Files.createTempDirectory("countersign-load");
        Path measured = MeasuredWar.make(Container.war(), folder);
        byItself(measured, folder);
        onTomcat(measured, folder);
    }

    private static void byItself(Path measured, Path folder) throws Exception {
        // Every request may come from a source of its own, so that guesses are not throttled.
        WarCommand command = WarCommand.in(folder.resolve("data"))
                .optimizing()
                .of(measured)
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", PASSWORD)
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false");
        try (ExecutableWar war = command.start()) {
            System.out.printf(Locale.ROOT, "boot: %.1f s%n", war.startTime().toMillis() / 1000.0);
            throughput(war.url(), war.port());
            System.out.printf(Locale.ROOT, "resident memory: %d MB%n", residentMegabytes(war.pid()));
        }
    }

    private static void onTomcat(Path measured, Path folder) throws Exception {
        try (Container tomcat = new Tomcat("11.", folder.resolve("tomcat"))) {
            tomcat.of(measured).with("bootstrapAdminSecret", PASSWORD).start();
            System.out.println(tomcat.name());
            throughput(tomcat.url(), tomcat.port());
        }
    }

    private static void throughput(String url, int port) throws IOException, InterruptedException {
        String guarded = request("/countersign/verify", register(url, "billing", ""));
        String unguarded = request("/countersign/unguarded", "");
        LoadGenerator load = new LoadGenerator(port, CONNECTIONS);
        load.requestsPerSecond(unguarded, WARM_UP);
        load.requestsPerSecond(guarded, WARM_UP);
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            double without = load.requestsPerSecond(unguarded, ROUND);
            double with = load.requestsPerSecond(guarded, ROUND);
            ratios.add(with / without);
            System.out.printf(
                    Locale.ROOT, "unguarded %.0f/s, verify %.0f/s, ratio %.2f%n", without, with, with / without);
        }
        ratios.sort(null);
        System.out.printf(Locale.ROOT, "verify / unguarded, median of %d: %.2f%n", ROUNDS, ratios.get(ROUNDS / 2));
    }

    /** Registers a client and returns its {@code Authorization} header, with the line's end. */
    static String register(String url, String id, String members) throws IOException, InterruptedException {
        HttpResponse<String> created = administer(url, "/clients", "{\"client_id\":\"" + id + "\"" + members + "}");
        String secret = created.body().replaceFirst("(?s).*\"client_secret\":\"([^\"]*)\".*", "$1");
        return authorization(id, secret);
    }

    static String authorization(String id, String secret) {
        String pair = id + ":" + secret;
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    static String request(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    static HttpResponse<String> administer(String url, String path, String json)
            throws IOException, InterruptedException {
        String line = authorization("admin", PASSWORD).strip();
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/admin" + path))
                .header("Content-Type", "application/json")
                .header("Authorization", line.substring("Authorization: ".length()))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IllegalStateException("answered " + answer.statusCode() + " to " + path + ": " + answer.body());
        }
        return answer;
    }

    private static long residentMegabytes(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/status"))
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }
}
