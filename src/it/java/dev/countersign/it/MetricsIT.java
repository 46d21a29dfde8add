package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metrics of the executable WAR, as Prometheus itself reads them. */
class MetricsIT {

    private static final Path RULES = Path.of("src/ops/alerts.yml");
    private static final Path DASHBOARD = Path.of("src/ops/grafana.json");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern TYPE = Pattern.compile("(?m)^# TYPE (\\S+) ");
    private static final Pattern NAMED = Pattern.compile("\\bcountersign_[a-z_]+");

    @TempDir
    Path folder;

    @Test
    void ops4_metricsAreForAdministratorsAndHaveNoLabelOfASender() throws Exception {
        try (ExecutableWar war = WarCommand.in(folder.resolve("data"))
                .withEnvironment("COUNTERSIGN_METRICS_BY_CLIENT", "true")
                .start()) {
            Visitor visitor = new Visitor(war.url());
            Administrator administrator = new Administrator(war.url(), war.password());
            String secret = administrator.register("\"client_id\":\"billing\"");
            assertThat(visitor.get("/metrics").statusCode()).isEqualTo(401);
            assertThat(visitor.get("/metrics", "Authorization", Visitor.basic("billing", secret))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(visitor.get("/verify", "Authorization", Visitor.basic("made-up-by-a-sender", "x".repeat(40)))
                            .statusCode())
                    .isEqualTo(401);
            HttpResponse<String> posted =
                    visitor.post("/metrics", "text/plain", "", "Authorization", administrator.authorization());
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");

            until(() -> metrics(visitor, administrator).contains("countersign_signing_keys{"));
            String text = metrics(visitor, administrator);
            assertThat(text)
                    .contains("countersign_authentications_total{method=\"client_secret_basic\",outcome=\"refused\","
                            + "reason=\"UNKNOWN_CLIENT\"} 1.0")
                    .contains("countersign_store_up 1.0", "countersign_signing_keys{state=\"active\"} 1.0")
                    .contains("countersign_client_authentications_total{client=\"billing\",outcome=\"refused\"} 1.0")
                    .doesNotContain("made-up-by-a-sender");
            assertThat(names(text)).isEqualTo(documented());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/ops/alerts.yml", "src/ops/grafana.json"})
    void alertsAndDashboardNameMetricsThatThereAre(Path file) throws Exception {
        Set<String> known = documented();
        assertThat(NAMED.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group().replaceAll("_(total|bucket)$", "")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(known).contains(name));
    }

    @Test
    void theDashboardsQueriesAreThoseOfPrometheus() throws Exception {
        Program.PROMETHEUS.require();
        List<String> queries = new ArrayList<>();
        try (InputStream in = Files.newInputStream(DASHBOARD);
                JsonReader reader = Json.createReader(in)) {
            for (JsonObject panel : reader.readObject().getJsonArray("panels").getValuesAs(JsonObject.class)) {
                for (JsonObject target : panel.getJsonArray("targets").getValuesAs(JsonObject.class)) {
                    queries.add(target.getString("expr"));
                }
            }
        }
        Path rules = folder.resolve("rules.yml");
        Files.writeString(
                rules,
                queries.stream()
                        .map(query -> "  - record: query\n    expr: >-\n      "
                                + query.replace("$__rate_interval", "5m")
                                        .replace("$job", "countersign")
                                        .replace("$instance", ".*")
                                + "\n    labels: {number: '" + queries.indexOf(query) + "'}\n")
                        .collect(Collectors.joining("", "groups:\n- name: dashboard\n  rules:\n", "")));

        assertThat(Shell.run("promtool check rules '" + rules + "' 2>&1", Map.of()))
                .contains("SUCCESS: " + queries.size() + " rules found");
    }

    @Test
    void ops_prometheusScrapesAndAlertsOfASecretThatEndsWithinADay() throws Exception {
        Program.PROMETHEUS.require();
        try (ExecutableWar first = ExecutableWar.in(folder.resolve("data")).start()) {
            Administrator administrator = new Administrator(first.url(), first.password());
            administrator.register("\"client_id\":\"billing\"");
            HttpResponse<String> made =
                    administrator.post("/clients/billing/secrets", "{\"label\":\"short\",\"lifetime\":\"PT12H\"}");
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            String password = first.password();
            // Credentials are counted at the start.
            try (ExecutableWar war = first.restart()) {
                Administrator again = new Administrator(war.url(), password);
                Files.writeString(folder.resolve("scrape"), metrics(new Visitor(war.url()), again));
                String checked = Shell.run(
                        "promtool check rules " + RULES.toAbsolutePath() + " && promtool check metrics < '"
                                + folder.resolve("scrape") + "' 2>&1",
                        Map.of());
                assertThat(checked).contains("SUCCESS: 8 rules found");
                assertThat(Files.readString(folder.resolve("scrape")))
                        .doesNotContain("client_authentications", "billing");
                watch(war, password);
            }
        }
    }

    private void watch(ExecutableWar war, String password) throws Exception {
        int port = FreePort.next();
        Path configuration =
                Files.writeString(folder.resolve("prometheus.yml"), """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                scrape_configs:
                  - job_name: countersign
                    metrics_path: /countersign/metrics
                    basic_auth: {username: admin, password_file: FOLDER/secret}
                    static_configs: [{targets: ["localhost:PORT"]}]
                rule_files: [RULES]
                """.replace("FOLDER", folder.toString())
                        .replace("PORT", String.valueOf(war.port()))
                        .replace("RULES", RULES.toAbsolutePath().toString()));
        Files.writeString(folder.resolve("secret"), password);
        Process prometheus = new ProcessBuilder(
                        Program.PROMETHEUS.place(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        try {
            until(() -> ask(port, "/-/ready").statusCode() == 200);
            until(() -> ask(port, "/api/v1/alerts").body().contains("CountersignSecretEndsWithinADay"));
            assertThat(ask(port, "/api/v1/alerts").body())
                    .contains("\"state\":\"firing\"")
                    .doesNotContain("CountersignStoreAway", "CountersignNodeDown");
            assertThat(ask(port, "/api/v1/targets").body()).contains("\"health\":\"up\"");
        } finally {
            prometheus.destroyForcibly();
            assertThat(prometheus.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
    }

    private static HttpResponse<String> ask(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(LONGEST_ANSWER)
                .build();
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String metrics(Visitor visitor, Administrator administrator) throws Exception {
        HttpResponse<String> scraped = visitor.get("/metrics", "Authorization", administrator.authorization());
        assertThat(scraped.statusCode()).as(scraped.body()).isEqualTo(200);
        assertThat(scraped.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        return scraped.body();
    }

    private static Set<String> names(String text) {
        return TYPE.matcher(text)
                .results()
                .map(found -> found.group(1).replaceAll("_total$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those of the first column of the page's table. */
    private static Set<String> documented() throws Exception {
        return Files.readAllLines(Path.of("src/doc/metrics.md")).stream()
                .filter(line -> line.startsWith("| `countersign_"))
                .flatMap(line -> NAMED.matcher(line.split("\\|", -1)[1]).results())
                .map(found -> found.group().replaceAll("_total$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            assertThat(System.nanoTime()).as("waited for " + PATIENCE).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    private static boolean holds(Callable<Boolean> condition) throws Exception {
        try {
            return condition.call();
        } catch (ConnectException | HttpTimeoutException e) {
            // The server does not listen yet, or has too much to do.
            return false;
        }
    }
}
