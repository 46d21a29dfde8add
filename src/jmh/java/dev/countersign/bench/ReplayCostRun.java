package dev.countersign.bench;

import dev.countersign.container.Container;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jose4j.lang.JoseException;

/**
 * What the replay guards of one node cost at {@code /verify} with ES256: processor time of the server for a request, of
 * servers with one guard each that are asked in turns. The aim: with {@code journal} at most 1.15 times that with
 * {@code memory}.
 */
final class ReplayCostRun {

    private static final String ISSUER = "https://as.example";
    private static final int CONNECTIONS = 8;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 7;
    private static final int REQUESTS = 10_000;

    private final SignedRequests signed = SignedRequests.of(ISSUER, "ES256");

    private ReplayCostRun() throws JoseException {}

    private enum Guard {
        MEMORY,
        JOURNAL
    }

    static void main() throws Exception {
        new ReplayCostRun().run(Files.createTempDirectory("countersign-replay-cost"));
    }

    private void run(Path folder) throws Exception {
        Map<Guard, ExecutableWar> servers = new EnumMap<>(Guard.class);
        try {
            for (Guard guard : Guard.values()) {
                servers.put(guard, start(guard, folder));
            }
            Map<Guard, List<Double>> costs = new EnumMap<>(Guard.class);
            for (int round = -WARM_UPS; round < ROUNDS; round++) {
                for (Map.Entry<Guard, ExecutableWar> each : servers.entrySet()) {
                    double micros = round(each.getValue());
                    System.out.printf(Locale.ROOT, "%s: %.0f us%n", each.getKey(), micros);
                    if (round >= 0) {
                        costs.computeIfAbsent(each.getKey(), guard -> new ArrayList<>())
                                .add(micros);
                    }
                }
            }
            print(costs);
        } finally {
            servers.values().forEach(ExecutableWar::close);
        }
    }

    private ExecutableWar start(Guard guard, Path folder) throws Exception {
        String name = guard.name().toLowerCase(Locale.ROOT);
        ExecutableWar war = WarCommand.in(folder.resolve(name))
                .optimizing()
                .of(Container.war())
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                .withEnvironment("COUNTERSIGN_REPLAY_GUARD", name)
                // The guard in memory alone cannot tell for so long what is new.
                .withEnvironment("COUNTERSIGN_CLOCK_SKEW", "PT0S")
                .start();
        LoadRun.administer(war.url(), "/clients", AssertionSigner.registration("busy", signed.registered()));
        return war;
    }

    /** In microseconds for each request. */
    private double round(ExecutableWar war) throws IOException, InterruptedException {
        List<byte[]> requests = SignedRequests.requests("/verify", signed.assertions("busy", REQUESTS));
        Duration before = ProcessTime.of(ProcessHandle.of(war.pid()).stream());
        new LoadGenerator(war.port(), CONNECTIONS).requestsPerSecond(requests);
        return ProcessTime.of(ProcessHandle.of(war.pid()).stream())
                        .minus(before)
                        .toNanos()
                / 1000.0
                / REQUESTS;
    }

    private static void print(Map<Guard, List<Double>> costs) {
        costs.forEach((guard, micros) -> {
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < ROUNDS; i++) {
                ratios.add(
                        micros.get(i) / costs.getOrDefault(Guard.MEMORY, micros).get(i));
            }
            System.out.printf(
                    Locale.ROOT,
                    "ES256 at /verify, %s: %.0f us of CPU a request, %.2f times memory (medians of %d)%n",
                    guard,
                    median(micros),
                    median(ratios),
                    ROUNDS);
        });
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
