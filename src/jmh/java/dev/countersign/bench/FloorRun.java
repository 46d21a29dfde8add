package dev.countersign.bench;

import dev.countersign.container.Container;
import dev.countersign.container.Tomcat;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What one request with Basic at {@code /verify} costs the processor, beside the least that a server can cost: stock
 * Jetty with an empty servlet. All servers run at the same time in 256 MB of heap each, and are asked in turn. What
 * counts is the processor time of the server's process, since the throughput depends on who else is on the machine.
 */
final class FloorRun {

    private static final String FLOOR = "stock Jetty";
    private static final String HEAP = "-Xmx256m";
    private static final int ROUNDS = 41;
    private static final int WARM_UP_REQUESTS = 200_000;
    private static final int REQUESTS = 15_000;

    private final Map<String, MeasuredServer> servers = new LinkedHashMap<>();

    private FloorRun() {}

    /** @param earlier WARs to be compared with, run by {@code java -jar} too */
    static void main(List<String> earlier) throws Exception {
        Path folder = Files.createTempDirectory("countersign-floor");
        List<AutoCloseable> running = new ArrayList<>();
        try {
            FloorRun run = new FloorRun();
            run.start(folder, earlier, running);
            run.measure();
        } finally {
            for (AutoCloseable server : running) {
                server.close();
            }
        }
    }

    private void start(Path folder, List<String> earlier, List<AutoCloseable> running) throws Exception {
        StockJetty.Running jetty = StockJetty.start(HEAP);
        running.add(jetty);
        servers.put(FLOOR, new MeasuredServer(jetty.process(), jetty.port(), LoadRun.request("/empty", "")));
        byItself("java -jar", Container.war(), folder.resolve("data"), running);
        for (String war : earlier) {
            byItself("earlier " + war, Path.of(war), folder.resolve("earlier-" + running.size()), running);
        }
        Container tomcat = new Tomcat("11.", folder.resolve("tomcat"));
        running.add(tomcat);
        tomcat.with("bootstrapAdminSecret", LoadRun.PASSWORD).start();
        servers.put("Tomcat 11", new MeasuredServer(tomcat.server(), tomcat.port(), basic(tomcat.url())));
    }

    private void byItself(String name, Path war, Path data, List<AutoCloseable> running) throws Exception {
        ExecutableWar server = WarCommand.in(data)
                .optimizing()
                .of(war)
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                .start();
        running.add(server);
        ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
        servers.put(name, new MeasuredServer(process, server.port(), basic(server.url())));
    }

    private static String basic(String url) throws Exception {
        return LoadRun.request("/countersign/verify", LoadRun.register(url, "billing", ""));
    }

    private void measure() throws InterruptedException {
        Map<String, List<Double>> costs = new LinkedHashMap<>();
        for (Map.Entry<String, MeasuredServer> server : servers.entrySet()) {
            server.getValue().cost(WARM_UP_REQUESTS);
        }
        for (int i = 0; i < ROUNDS; i++) {
            for (Map.Entry<String, MeasuredServer> server : servers.entrySet()) {
                costs.computeIfAbsent(server.getKey(), name -> new ArrayList<>())
                        .add(server.getValue().cost(REQUESTS));
            }
        }
        List<Double> floor = costs.getOrDefault(FLOOR, List.of());
        costs.forEach((name, each) -> System.out.printf(
                Locale.ROOT,
                "%s: %.1f us a request (least %.1f), %.2f of %s%n",
                name,
                median(each),
                Collections.min(each),
                median(ratios(each, floor)),
                FLOOR));
    }

    /** Round by round, since the speed of a shared processor changes from one round to another. */
    private static List<Double> ratios(List<Double> each, List<Double> floor) {
        return IntStream.range(0, ROUNDS)
                .mapToObj(round -> each.get(round) / floor.get(round))
                .toList();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
