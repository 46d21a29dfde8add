package dev.countersign.bench;

import dev.countersign.it.AssertionSigner;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.FreePort;
import dev.countersign.it.WarCommand;
import dev.countersign.store.jdbc.PostgresCluster;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One, two and three nodes behind nginx on one PostgreSQL, whose disk is waited for at each commit: new assertions
 * (ES256) at {@code /verify} from 16 connections. Each one passes once: another answer to a new one ends the run, and
 * so does a second grant of those that are sent again to each node.
 */
final class NodesRun {

    private static final String ISSUER = "https://as.example";
    private static final String CLIENT = "billing";
    private static final int CONNECTIONS = 16;
    private static final int NODES = 3;
    private static final int PORTION = 10_000;
    private static final int AGAIN = 100;
    private static final int WARM_UPS = 2;
    private static final int NODE_MEGABYTES = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path folder;
    private final PostgresCluster cluster;
    private final SignedRequests signed;
    private final int portions;
    private int source;

    private NodesRun(Path folder, PostgresCluster cluster, SignedRequests signed, int portions) {
        this.folder = folder;
        this.cluster = cluster;
        this.signed = signed;
        this.portions = portions;
    }

    /** @param options portions of 10 000 assertions for each number of nodes; 20 when it is left out */
    static void main(List<String> options) throws Exception {
        int portions = options.isEmpty() ? 20 : Integer.parseInt(options.get(0));
        Path folder = Files.createTempDirectory("countersign-nodes");
        try (PostgresCluster cluster = PostgresCluster.durable()) {
            new NodesRun(folder, cluster, SignedRequests.of(ISSUER, "ES256"), portions).run();
        }
    }

    private void run() throws Exception {
        List<ExecutableWar> nodes = new ArrayList<>();
        try {
            Path keys = folder.resolve("node-0").resolve("master.keys");
            for (int i = 0; i < NODES; i++) {
                nodes.add(command(i, keys).start());
            }
            LoadRun.administer(
                    nodes.get(0).url(), "/clients", AssertionSigner.registration(CLIENT, signed.registered()));
            for (int number = 1; number <= NODES; number++) {
                behindNginx(nodes.subList(0, number));
            }
        } finally {
            nodes.forEach(ExecutableWar::close);
        }
    }

    private WarCommand command(int number, Path keys) {
        WarCommand command = WarCommand.in(folder.resolve("node-" + number))
                .optimizing()
                .withJvm("-Xmx" + NODE_MEGABYTES + "m")
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                .withEnvironment("COUNTERSIGN_ISSUER", ISSUER)
                .withEnvironment("COUNTERSIGN_REPLAY_GUARD", "store")
                .with("--jdbc-url", cluster.url(), "--jdbc-user", "countersign");
        return number == 0 ? command : command.withEnvironment("COUNTERSIGN_MASTER_KEY", keys.toString());
    }

    private void behindNginx(List<ExecutableWar> nodes) throws Exception {
        int port = FreePort.next();
        Process nginx = nginx(port, nodes);
        try {
            awaitConnection(port);
            LoadGenerator load = new LoadGenerator(port, CONNECTIONS);
            long answered = 0;
            double seconds = 0;
            double database = 0;
            for (int i = -WARM_UPS; i < portions; i++) {
                List<String> assertions = signed.assertions(CLIENT, PORTION);
                Duration before = ProcessTime.of(cluster.processes());
                double perSecond = load.requestsPerSecond(SignedRequests.requests("/verify", assertions));
                double spent = ProcessTime.since(before, cluster::processes);
                sendAgain(assertions.subList(0, AGAIN), nodes);
                if (i >= 0) {
                    answered += PORTION;
                    seconds += PORTION / perSecond;
                    database += spent;
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d nodes: %d assertions passed once each, %.0f/s, %.3f ms of the database's processor for each%n",
                    nodes.size(),
                    answered,
                    answered / seconds,
                    database / answered);
        } finally {
            nginx.destroy();
            nginx.waitFor();
        }
    }

    private Process nginx(int port, List<ExecutableWar> nodes) throws IOException {
        Path place = Files.createDirectories(folder.resolve("nginx-" + nodes.size()));
        String servers = nodes.stream()
                .map(node -> "server 127.0.0.1:" + node.port() + ";")
                .collect(Collectors.joining(" "));
        Path file = Files.writeString(
                place.resolve("nginx.conf"), String.format(Locale.ROOT, """
                        daemon off;
                        pid %1$s/nginx.pid;
                        error_log stderr;
                        events {}
                        http {
                          access_log off;
                          client_body_temp_path %1$s/body;
                          proxy_temp_path %1$s/proxy;
                          fastcgi_temp_path %1$s/fastcgi;
                          uwsgi_temp_path %1$s/uwsgi;
                          scgi_temp_path %1$s/scgi;
                          upstream nodes { %2$s keepalive %3$d; }
                          server {
                            listen 127.0.0.1:%4$d;
                            keepalive_requests 1000000;
                            location / {
                              proxy_pass http://nodes;
                              proxy_http_version 1.1;
                              proxy_set_header Connection "";
                              proxy_set_header Host localhost;
                            }
                          }
                        }
                        """, place, servers, CONNECTIONS, port));
        return new ProcessBuilder("/usr/sbin/nginx", "-c", file.toString(), "-p", place.toString(), "-e", "stderr")
                .redirectErrorStream(true)
                .redirectOutput(place.resolve("log").toFile())
                .start();
    }

    private static void awaitConnection(int port) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().flush();
                return;
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    /** Straight to each node, each from an address of its own, so that no answer is that of the throttle. */
    private void sendAgain(List<String> used, List<ExecutableWar> nodes) throws IOException {
        for (String assertion : used) {
            ExecutableWar node = nodes.get(source % nodes.size());
            source++;
            InetAddress from = InetAddress.getByAddress(
                    new byte[] {127, (byte) (1 + source / 60_000), (byte) (source / 250), (byte) (1 + source % 250)});
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.port(), from, 0)) {
                socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE.toSeconds()));
                socket.getOutputStream().write(SignedRequests.request("/verify", "", assertion));
                String status = LoadGenerator.line(new BufferedInputStream(socket.getInputStream()));
                if (!status.startsWith("HTTP/1.1 401")) {
                    throw new IllegalStateException("an assertion that was used is answered with " + status);
                }
            }
        }
    }
}
