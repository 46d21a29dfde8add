package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.RawConnection;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jose4j.jwk.PublicJsonWebKey;

/** The same assertion on a hundred connections at once: exactly one of them may pass (RFC 7523, section 3). */
final class ReplayRace {

    private static final int RUNNERS = 100;
    private static final String CLIENT = "contended";
    private static final String ISSUER = "https://as.example";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<ExecutableWar> nodes;
    private final AssertionSigner signer = new AssertionSigner(ISSUER);
    private final PublicJsonWebKey key = AssertionSigner.rsa("k1");

    /**
     * Between these nodes, one or more, that share whom they know and what was used; registers its client at the first
     * of them.
     */
    ReplayRace(ExecutableWar... nodes) throws Exception {
        this.nodes = List.of(nodes);
        HttpResponse<String> created = new Administrator(nodes[0].url(), nodes[0].password())
                .post("/clients", AssertionSigner.registration(CLIENT, "\"jwks\":" + AssertionSigner.keySet(key)));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
    }

    /**
     * A node where every runner comes from a source of its own, so that those who lose are not throttled, and that soon
     * knows what is new.
     */
    static WarCommand node(WarCommand command) {
        return command.optimizing()
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false")
                .withEnvironment("COUNTERSIGN_CLOCK_SKEW", "PT1S");
    }

    void assertOneWins() throws Exception {
        awaitThatAllJudge();
        String assertion = signer.signed(CLIENT, key);
        ExecutorService threads = Executors.newFixedThreadPool(RUNNERS);
        List<RawConnection> connections = new ArrayList<>();
        try {
            CyclicBarrier start = new CyclicBarrier(RUNNERS);
            List<Callable<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < RUNNERS; i++) {
                RawConnection connection =
                        new RawConnection(nodes.get(i % nodes.size()).port());
                connections.add(connection);
                String request = request(assertion, i);
                runs.add(() -> {
                    start.await();
                    return connection.send(request).status();
                });
            }
            List<Integer> answers = new ArrayList<>();
            for (Future<Integer> run : threads.invokeAll(runs)) {
                answers.add(run.get());
            }
            assertThat(answers).hasSize(RUNNERS).containsOnly(204, 401).containsOnlyOnce(204);
        } finally {
            threads.shutdownNow();
            for (RawConnection connection : connections) {
                connection.close();
            }
        }
    }

    /** The guard that is in memory alone cannot tell in its first moments. */
    private void awaitThatAllJudge() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (ExecutableWar node : nodes) {
            while (status(node, signer.signed(CLIENT, key)) == 503) {
                assertThat(System.nanoTime()).isLessThan(end);
            }
            assertThat(status(node, signer.signed(CLIENT, key))).isEqualTo(204);
        }
    }

    private static int status(ExecutableWar node, String assertion) throws IOException {
        try (RawConnection connection = new RawConnection(node.port())) {
            return connection.send(request(assertion, RUNNERS)).status();
        }
    }

    private static String request(String assertion, int runner) {
        String form = AssertionSigner.form(assertion);
        return "POST /countersign/verify HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.18.0." + runner
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                + "\r\n\r\n" + form;
    }
}
