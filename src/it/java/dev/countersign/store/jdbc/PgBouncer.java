package dev.countersign.store.jdbc;

import dev.countersign.it.FreePort;
import dev.countersign.it.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A PgBouncer in transaction mode before a {@link PostgresCluster}, on a free port of the loopback interface. It
 * refuses to run as root, and then runs as {@code nobody}.
 */
public final class PgBouncer implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(20);

    /** Fewer than the pool of one node wants, so that the nodes share connections all the time. */
    private static final int SERVER_CONNECTIONS = 4;

    private final int port = FreePort.next();
    private final Path directory;
    private final Process process;

    public PgBouncer(PostgresCluster cluster) throws IOException, InterruptedException {
        Program.PGBOUNCER.require();
        directory = Files.createTempDirectory("pgbouncer");
        int database = URI.create(cluster.url().substring("jdbc:".length())).getPort();
        Path configuration = Files.writeString(
                directory.resolve("pgbouncer.ini"),
                String.format(Locale.ROOT, """
                [databases]
                postgres = host=127.0.0.1 port=%d user=countersign
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = %d
                ignore_startup_parameters = extra_float_digits
                """, database, port, SERVER_CONNECTIONS));
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            new ProcessBuilder("chown", "-R", "nobody", directory.toString())
                    .start()
                    .waitFor();
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.addAll(List.of("/usr/sbin/pgbouncer", configuration.toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        awaitStart();
    }

    /** For the user {@code countersign}, with the one parameter that the driver needs. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?prepareThreshold=0";
    }

    /** All that it has logged. */
    public String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }

    private void awaitStart() throws IOException {
        long begin = System.nanoTime();
        while (!isListening()) {
            if (!process.isAlive() || System.nanoTime() - begin > LONGEST_START.toNanos()) {
                process.destroyForcibly();
                throw new IllegalStateException("pgbouncer does not listen: " + log());
            }
            Thread.onSpinWait();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, LONGEST_START.toSeconds(), TimeUnit.SECONDS)
                .join()
                .destroyForcibly();
        Files.deleteIfExists(directory.resolve("log"));
        Files.deleteIfExists(directory.resolve("pgbouncer.ini"));
        Files.deleteIfExists(directory);
    }
}
