package dev.countersign.bench;

import dev.countersign.container.Container;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jose4j.lang.JoseException;

/**
 * Puts load on {@code /verify} of the executable WAR with assertions that were signed before, in 256 MB of heap, beside
 * a servlet of the same server that does nothing but verify the same signatures by the same provider: at least 75 % of
 * its throughput is the aim.
 */
final class AssertionLoadRun {

    /** The last by its older name, which jose4j knows. */
    private static final List<String> ALGORITHMS = List.of("RS256", "ES256", "EdDSA");

    private static final String ISSUER = "https://as.example";
    private static final int CONNECTIONS = 8;
    private static final int ROUNDS = 7;
    private static final int REQUESTS = 15_000;

    private final Map<String, SignedRequests> signed = new LinkedHashMap<>();

    private AssertionLoadRun() throws JoseException {
        for (String algorithm : ALGORITHMS) {
            signed.put(algorithm, SignedRequests.of(ISSUER, algorithm));
        }
    }

    static void main() throws Exception {
        Path folder = Files.createTempDirectory("countersign-assertions");
        new AssertionLoadRun().run(MeasuredWar.make(Container.war(), folder), folder);
    }

    private void run(Path measured, Path folder) throws Exception {
        // Every request may come from a source of its own, so that refusals are not throttled.
        WarCommand command = WarCommand.in(folder.resolve("data"))
                .optimizing()
                .of(measured)
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                .withEnvironment("COUNTERSIGN_REPLAY_GUARD", "memory")
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false");
        for (Map.Entry<String, SignedRequests> each : signed.entrySet()) {
            command = command.withJvm("-D" + RawVerificationServlet.PROPERTY + each.getKey() + '='
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(each.getValue().key().getPublicKey().getEncoded()));
        }
        try (ExecutableWar war = command.start()) {
            for (String algorithm : ALGORITHMS) {
                throughput(war, algorithm);
            }
        }
    }

    private void throughput(ExecutableWar war, String algorithm) throws Exception {
        List<Double> ratios = new ArrayList<>();
        round(war, algorithm, ROUNDS);
        for (int i = 0; i < ROUNDS; i++) {
            ratios.add(round(war, algorithm, i));
        }
        ratios.sort(null);
        System.out.printf(
                Locale.ROOT,
                "%s: verify / raw verification, median of %d: %.2f (%.2f to %.2f)%n",
                algorithm,
                ROUNDS,
                ratios.get(ROUNDS / 2),
                ratios.get(0),
                ratios.get(ROUNDS - 1));
    }

    /** By a client of its own, whose marks no other round has made. */
    private double round(ExecutableWar war, String algorithm, int number) throws IOException, InterruptedException {
        SignedRequests requests =
                signed.getOrDefault(algorithm, signed.values().iterator().next());
        String client = algorithm + '-' + number;
        LoadRun.administer(war.url(), "/clients", AssertionSigner.registration(client, requests.registered()));
        List<String> assertions = requests.assertions(client, REQUESTS);
        LoadGenerator load = new LoadGenerator(war.port(), CONNECTIONS);
        double raw = load.requestsPerSecond(SignedRequests.requests("/raw/" + algorithm, assertions));
        double verify = load.requestsPerSecond(SignedRequests.requests("/verify", assertions));
        System.out.printf(
                Locale.ROOT,
                "%s: raw verification %.0f/s, verify %.0f/s, ratio %.2f%n",
                algorithm,
                raw,
                verify,
                verify / raw);
        return verify / raw;
    }
}
