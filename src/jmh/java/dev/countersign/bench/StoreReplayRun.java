package dev.countersign.bench;

import dev.countersign.it.AssertionSigner;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import dev.countersign.store.jdbc.PostgresCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What it costs to remember used assertions in the store: ES256 at {@code /verify} of the executable WAR in 256 MB of
 * heap, with the guard {@code memory}, with {@code store} on the embedded database and on PostgreSQL, in turns.
 * Processor time of the server for each request; that of the database beside it.
 */
final class StoreReplayRun {

    private static final String ISSUER = "https://as.example";
    private static final String CLIENT = "billing";
    private static final String MEMORY = "memory";
    private static final int CONNECTIONS = 16;
    private static final int WARM_UPS = 3;
    private static final int ROUNDS = 5;
    private static final int REQUESTS = 8000;

    private final SignedRequests signed;
    private final Map<String, Server> servers = new LinkedHashMap<>();

    private StoreReplayRun(SignedRequests signed) {
        this.signed = signed;
    }

    static void main() throws Exception {
        Path folder = Files.createTempDirectory("countersign-store-replay");
        try (PostgresCluster cluster = PostgresCluster.durable()) {
            StoreReplayRun run = new StoreReplayRun(SignedRequests.of(ISSUER, "ES256"));
            try (ExecutableWar memory = command(folder, MEMORY, MEMORY).start();
                    ExecutableWar embedded = command(folder, "h2", "store").start();
                    ExecutableWar postgres = command(folder, "postgresql", "store")
                            .with("--jdbc-url", cluster.url(), "--jdbc-user", "countersign")
                            .start()) {
                run.measure(MEMORY, memory, Stream::empty);
                run.measure("store on H2", embedded, Stream::empty);
                run.measure("store on PostgreSQL", postgres, cluster::processes);
                run.run();
            }
        }
    }

    private static WarCommand command(Path folder, String name, String guard) {
        return WarCommand.in(folder.resolve(name))
                .optimizing()
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                .withEnvironment("COUNTERSIGN_REPLAY_GUARD", guard)
                // Otherwise the guard in memory refuses what may have been used before its start.
                .withEnvironment("COUNTERSIGN_CLOCK_SKEW", "PT0S");
    }

    private void measure(String name, ExecutableWar war, Supplier<Stream<ProcessHandle>> database)
            throws IOException, InterruptedException {
        LoadRun.administer(war.url(), "/clients", AssertionSigner.registration(CLIENT, signed.registered()));
        servers.put(name, new Server(war, database, new ArrayList<>()));
    }

    private void run() throws InterruptedException {
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            List<byte[]> requests = SignedRequests.requests("/verify", signed.assertions(CLIENT, REQUESTS));
            for (Map.Entry<String, Server> each : servers.entrySet()) {
                double millis = each.getValue().round(each.getKey(), requests);
                if (round >= 0) {
                    each.getValue().measured().add(millis);
                }
            }
        }
        double memory = median(MEMORY);
        servers.keySet()
                .forEach(name -> System.out.printf(
                        Locale.ROOT,
                        "%s: median of %d: %.3f ms of the server's CPU for each request, %.2f times that with memory%n",
                        name,
                        ROUNDS,
                        median(name),
                        median(name) / memory));
    }

    private double median(String name) {
        List<Double> measured = Optional.ofNullable(servers.get(name)).orElseThrow().measured().stream()
                .sorted()
                .toList();
        return measured.get(measured.size() / 2);
    }

    /** @param measured milliseconds of CPU for each request, by round */
    private record Server(ExecutableWar war, Supplier<Stream<ProcessHandle>> database, List<Double> measured) {

        double round(String name, List<byte[]> requests) throws InterruptedException {
            Duration ownBefore = ProcessTime.of(own());
            Duration databaseBefore = ProcessTime.of(database.get());
            double perSecond = new LoadGenerator(war.port(), CONNECTIONS).requestsPerSecond(requests);
            double own = ProcessTime.since(ownBefore, this::own) / REQUESTS;
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.0f/s, CPU for each request: server %.3f ms, database %.3f ms%n",
                    name,
                    perSecond,
                    own,
                    ProcessTime.since(databaseBefore, database) / REQUESTS);
            return own;
        }

        private Stream<ProcessHandle> own() {
            return ProcessHandle.of(war.pid()).stream();
        }
    }
}
