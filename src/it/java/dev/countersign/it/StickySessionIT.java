package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.container.Page;
import dev.countersign.store.jdbc.PostgresCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nodes behind nginx and HAProxy, with the lines of {@code src/doc/nodes.md}: people stay on one node, clients need
 * not.
 */
@Tag("full")
class StickySessionIT {

    private static final Duration LONGEST_START = Duration.ofSeconds(20);
    private static final String PASSWORD = "the password of the person on all nodes";
    private static final int REQUESTS = 20;

    @TempDir
    Path folder;

    private final PostgresCluster cluster = new PostgresCluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aPersonStaysSignedInAndAClientIsServedByAnyNode() throws Exception {
        String upstream = Page.at("src/doc/nodes.md").block("A load balancer", "nginx");
        assertThat(upstream).contains("ip_hash;");
        int port = FreePort.next();
        try (ExecutableWar one = node("one", port).start();
                ExecutableWar two = node("two", port).start()) {
            String balanced = upstream.replace("127.0.0.1:8081", host(one)).replace("127.0.0.1:8082", host(two));
            try (Balancer sticky = nginx("sticky", balanced, port)) {
                Visitor person = new Visitor(sticky.url());
                assertThat(person.login("admin", PASSWORD).statusCode()).isLessThan(400);
                for (int i = 0; i < REQUESTS; i++) {
                    assertThat(person.get("/admin/clients", "Sec-Fetch-Site", "same-origin")
                                    .statusCode())
                            .isEqualTo(200);
                }
            }
            try (Balancer inTurn = nginx("in-turn", balanced.replace("ip_hash;", ""), port)) {
                Administrator client = new Administrator(inTurn.url(), PASSWORD);
                Visitor person = new Visitor(inTurn.url());
                person.login("admin", PASSWORD);
                Set<Integer> answers = new HashSet<>();
                for (int i = 0; i < REQUESTS; i++) {
                    assertThat(client.get("/clients").statusCode()).isEqualTo(200);
                }
                for (int i = 0; i < REQUESTS; i++) {
                    answers.add(person.get("/admin/clients", "Sec-Fetch-Site", "same-origin")
                            .statusCode());
                }
                assertThat(answers)
                        .as("the other node does not know the session")
                        .contains(401);
            }
        }
    }

    /** All requests come from one address, so that only the cookie can make the difference. */
    @Test
    void aPersonStaysSignedInBehindHaProxyToo() throws Exception {
        Program.HAPROXY.require();
        String backend = Page.at("src/doc/nodes.md").block("A load balancer", "haproxy");
        int port = FreePort.next();
        try (ExecutableWar one = node("one", port).start();
                ExecutableWar two = node("two", port).start()) {
            String balanced = backend.replace("127.0.0.1:8081", host(one)).replace("127.0.0.1:8082", host(two));
            Set<Integer> sticky = personsAnswers("sticky", balanced, port);
            Set<Integer> inTurn = personsAnswers("in-turn", balanced.replaceAll("(?m)^ *cookie .*$", ""), port);

            assertThat(sticky).containsExactly(200);
            assertThat(inTurn).as("the other node does not know the session").contains(401);
        }
    }

    private Set<Integer> personsAnswers(String name, String backend, int port) throws Exception {
        Path file = Files.writeString(folder.resolve(name + ".cfg"), String.format(Locale.ROOT, """
                defaults
                    mode http
                    timeout connect 3s
                    timeout client 30s
                    timeout server 30s
                frontend all
                    bind 127.0.0.1:%1$d
                    default_backend countersign
                %2$s
                """, port, backend));
        try (Balancer haproxy = new Balancer(
                List.of("/usr/sbin/haproxy", "-f", file.toString(), "-db"), folder.resolve(name + ".log"), port)) {
            Visitor person = new Visitor(haproxy.url());
            person.login("admin", PASSWORD);
            Set<Integer> answers = new HashSet<>();
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(person.get("/admin/clients", "Sec-Fetch-Site", "same-origin")
                        .statusCode());
            }
            return answers;
        }
    }

    private static String host(ExecutableWar node) {
        return "127.0.0.1:" + node.port();
    }

    private WarCommand node(String name, int proxy) throws Exception {
        Path ring = folder.resolve("master.keys");
        if (!Files.exists(ring)) {
            Files.writeString(ring, "k1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        }
        return ExecutableWar.in(folder.resolve(name))
                .with("--jdbc-url", cluster.url(), "--jdbc-user", "countersign")
                .withEnvironment("COUNTERSIGN_ISSUER", "http://localhost:" + proxy + "/countersign")
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", PASSWORD)
                .withEnvironment("COUNTERSIGN_MASTER_KEY", ring.toString());
    }

    /** Passes everything to the upstream servers. */
    private Balancer nginx(String name, String upstream, int port) throws IOException {
        Program.NGINX.require();
        Path place = Files.createDirectories(folder.resolve(name));
        String user = "root".equals(System.getProperty("user.name")) ? "user root;" : "";
        Path file = Files.writeString(
                place.resolve("nginx.conf"), String.format(Locale.ROOT, """
                daemon off;
                %4$s
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
                %2$s
                server {
                    listen 127.0.0.1:%3$d;
                    location / {
                        proxy_set_header Host $http_host;
                        proxy_pass http://countersign;
                    }
                }
                }
                """, place, upstream, port, user));
        return new Balancer(
                List.of("/usr/sbin/nginx", "-c", file.toString(), "-p", place.toString(), "-e", "stderr"),
                place.resolve("log"),
                port);
    }

    /** A process that listens on a port, and is ended when it is closed. */
    private static final class Balancer implements AutoCloseable {

        private final int port;
        private final Process process;

        Balancer(List<String> command, Path log, int port) throws IOException {
            this.port = port;
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            long begin = System.nanoTime();
            while (!isListening()) {
                if (!process.isAlive() || System.nanoTime() - begin > LONGEST_START.toNanos()) {
                    process.destroyForcibly();
                    throw new IllegalStateException(command.get(0) + " does not listen: " + Files.readString(log));
                }
                Thread.onSpinWait();
            }
        }

        String url() {
            return "http://localhost:" + port + "/countersign";
        }

        private boolean isListening() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() {
            process.destroy();
            process.onExit()
                    .completeOnTimeout(process, LONGEST_START.toSeconds(), TimeUnit.SECONDS)
                    .join()
                    .destroyForcibly()
                    .onExit()
                    .join();
        }
    }
}
