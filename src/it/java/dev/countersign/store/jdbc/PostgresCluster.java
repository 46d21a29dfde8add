package dev.countersign.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.countersign.it.FreePort;
import dev.countersign.it.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A PostgreSQL of its own, in a temporary directory, on a free port of the loopback interface. Its programs come from
 * where Debian puts them; they refuse to run as root, and then run as {@code nobody}.
 */
public final class PostgresCluster implements AutoCloseable {

    private static final Path INSTALLATIONS = Path.of("/usr/lib/postgresql");
    private static final Duration LONGEST_COMMAND = Duration.ofSeconds(60);

    private final Path programs;
    private final Path directory;
    private final int port;
    private final boolean durable;

    public PostgresCluster() {
        this(false);
    }

    private PostgresCluster(boolean durable) {
        this(
                durable,
                cluster -> cluster.command(
                        "initdb",
                        "--auth=trust",
                        "--username=countersign",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8",
                        "--no-sync",
                        cluster.data()));
    }

    /** @param filling makes the data directory */
    private PostgresCluster(boolean durable, Consumer<PostgresCluster> filling) {
        this.durable = durable;
        Program.POSTGRESQL.require();
        try {
            programs = newest();
            directory = Files.createTempDirectory("postgres");
            port = FreePort.next();
            if (isRoot()) {
                run(List.of("chown", "nobody", directory.toString()));
            }
            filling.accept(this);
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that writes to the disk before a commit returns, as a deployer's does. */
    public static PostgresCluster durable() {
        return new PostgresCluster(true);
    }

    /** A copy of this one that follows it, and reads only until it is promoted. */
    public PostgresCluster standby() {
        return new PostgresCluster(
                durable,
                copy -> copy.command(
                        "pg_basebackup",
                        "--pgdata=" + copy.data(),
                        "--write-recovery-conf",
                        "--checkpoint=fast",
                        "--no-sync",
                        "--dbname=host=127.0.0.1 port=" + port + " user=countersign"));
    }

    /** For the user {@code countersign}, who needs no password. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** A pool that finds out soon when the cluster is down. */
    HikariConfig database() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url() + "?connectTimeout=2");
        config.setUsername("countersign");
        config.setConnectionTimeout(2000);
        config.setMinimumIdle(1);
        return config;
    }

    public void start() {
        command(
                "pg_ctl",
                "--pgdata=" + data(),
                "--wait",
                "--silent",
                "--log=" + directory.resolve("log"),
                "--options=-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync="
                        + (durable ? "on" : "off"),
                "start");
    }

    public void stop() {
        stop("immediate");
    }

    /** As an administrator does: it sends its clients away, and starts again. */
    public void restart() {
        stop("fast");
        start();
    }

    private void stop(String mode) {
        command("pg_ctl", "--pgdata=" + data(), "--wait", "--silent", "--mode=" + mode, "stop");
    }

    /** Moves its write-ahead log there. It is restarted. */
    public void moveLogTo(Path place) {
        give(place);
        stop("fast");
        Path log = Path.of(data(), "pg_wal");
        Path moved = place.resolve("pg_wal");
        run(List.of("cp", "--archive", log.toString(), moved.toString()));
        run(List.of("rm", "-rf", log.toString()));
        run(List.of("ln", "--symbolic", moved.toString(), log.toString()));
        start();
    }

    /** Lets the server use that directory. */
    public void give(Path place) {
        if (isRoot()) {
            run(List.of("chown", "nobody", place.toString()));
        }
    }

    /** Not one that has ended by itself, as for lack of room for its log. */
    public boolean isRunning() {
        return Files.exists(Path.of(data(), "postmaster.pid"))
                && processes().findAny().isPresent();
    }

    /** To the server and to each of the processes that it has started; one that ends meanwhile needs none. */
    void signal(String name) {
        processes().forEach(process -> signal(process, name));
    }

    /** The server and the processes that it has started. */
    public Stream<ProcessHandle> processes() {
        try {
            long server = Long.parseLong(
                    Files.readAllLines(Path.of(data(), "postmaster.pid")).get(0));
            return ProcessHandle.of(server).stream()
                    .flatMap(handle -> Stream.concat(Stream.of(handle), handle.descendants()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void signal(ProcessHandle process, String name) {
        try {
            run(List.of("kill", "-" + name, Long.toString(process.pid())));
        } catch (IllegalStateException e) {
            // Or the others would never be continued.
            if (process.isAlive()) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        stop();
        run(List.of("rm", "-rf", directory.toString()));
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) {
        try {
            Path output = Files.createTempFile("command", ".log");
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(LONGEST_COMMAND.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroy();
                throw new IllegalStateException(command + " failed: " + Files.readString(output));
            }
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path newest() throws IOException {
        try (Stream<Path> versions = Files.list(INSTALLATIONS)) {
            return versions.max(Comparator.comparingInt(
                            path -> Integer.parseInt(path.getFileName().toString())))
                    .orElseThrow()
                    .resolve("bin");
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
