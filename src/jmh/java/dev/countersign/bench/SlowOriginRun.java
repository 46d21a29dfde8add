package dev.countersign.bench;

import dev.countersign.container.Container;
import dev.countersign.it.AssertionSigner;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.HangingOrigin;
import dev.countersign.it.KeySetServer;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * How long the requests of other clients take while one client's origin hangs for 30 seconds, beside the same while
 * that origin answers: the 99th percentile may be 20 % more. One client keeps asking at the same pace in either case;
 * the others come as fast as they are answered, by secret and by JWT in turn.
 */
final class SlowOriginRun {

    private static final String ISSUER = "https://as.example";
    private static final int ROUNDS = 9;
    private static final int REQUESTS = 10_000;

    /** Few, so that nobody waits for a processor but for those who hang. */
    private static final int CONNECTIONS = 2;

    private final ExecutableWar war;
    private final SignedRequests signed;
    private final String basic;

    private SlowOriginRun(ExecutableWar war, SignedRequests signed) throws IOException, InterruptedException {
        this.war = war;
        this.signed = signed;
        this.basic = LoadRun.register(war.url(), "billing", "");
    }

    static void main() throws Exception {
        Path folder = Files.createTempDirectory("countersign-slow-origin");
        SignedRequests signed = SignedRequests.of(ISSUER, "ES256");
        try (HangingOrigin hanging = new HangingOrigin();
                KeySetServer answering = new KeySetServer()) {
            answering.publish(AssertionSigner.keySet(signed.key()));
            WarCommand command = WarCommand.in(folder)
                    .optimizing()
                    .of(Container.war())
                    .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                    .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                    .withEnvironment("COUNTERSIGN_KEY_FETCH_TIMEOUT", "PT30S")
                    .withEnvironment(
                            "COUNTERSIGN_KEY_FETCH_ALLOWED_ORIGINS", hanging.origin() + ',' + answering.origin());
            try (ExecutableWar war = command.start()) {
                new SlowOriginRun(war, signed).measure(answering.origin(), hanging.origin());
                System.out.println("fetches that hung: " + hanging.visits());
            }
        }
    }

    private void measure(String answering, String hanging) throws Exception {
        register("answered", "\"jwks_uri\":\"" + answering + "/keys\"");
        register("hanging", "\"jwks_uri\":\"" + hanging + "/keys\"");
        register("other", signed.registered());
        percentile("answered");
        long without = median("answered");
        // Afterwards, since who hangs in one round still hangs in the next.
        long with = median("hanging");
        System.out.printf(Locale.ROOT, "hanging / answering origin: %.2f%n", (double) with / without);
    }

    private long median(String client) throws Exception {
        List<Long> percentiles = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            percentiles.add(percentile(client));
        }
        percentiles.sort(null);
        System.out.printf(
                Locale.ROOT,
                "the others' 99th percentile, %s: median of %d %.2f ms (%.2f to %.2f)%n",
                client,
                ROUNDS,
                percentiles.get(ROUNDS / 2) / 1e6,
                percentiles.get(0) / 1e6,
                percentiles.get(ROUNDS - 1) / 1e6);
        return percentiles.get(ROUNDS / 2);
    }

    /** Of the others' times, in nanoseconds, while this client keeps asking. */
    private long percentile(String client) throws Exception {
        List<byte[]> others = new ArrayList<>();
        byte[] bySecret = LoadRun.request("/countersign/verify", basic).getBytes(StandardCharsets.US_ASCII);
        for (byte[] byJwt : SignedRequests.requests("/verify", signed.assertions("other", REQUESTS / 2))) {
            others.add(bySecret);
            others.add(byJwt);
        }
        Iterator<byte[]> asking = SignedRequests.requests("/verify", signed.assertions(client, PacedAsking.MOST))
                .iterator();
        try (PacedAsking pace = new PacedAsking(war.port(), asking)) {
            pace.awaitFirst();
            List<Long> times = new LoadGenerator(war.port(), CONNECTIONS).times(others);
            return times.get(times.size() * 99 / 100);
        }
    }

    private void register(String id, String keys) throws IOException, InterruptedException {
        LoadRun.administer(war.url(), "/clients", AssertionSigner.registration(id, keys));
    }
}
