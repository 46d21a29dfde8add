package dev.countersign.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import dev.countersign.container.Page;
import dev.countersign.it.FreePort;
import dev.countersign.it.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A MariaDB of its own, in a temporary directory, on a free port of the loopback interface. Where the tests run as
 * {@code root} it runs as {@code nobody}. Its time zone, character set and isolation level are not those that the store
 * wants, which therefore cannot rely on them; it writes a binary log, as one with replicas does.
 */
public final class MariaDb implements AutoCloseable {

    /** Of the user {@code countersign}. */
    public static final String PASSWORD = "mariadb-of-this-test";

    /** The driver wants TLS otherwise, which Debian's server does not offer. */
    private static final String PLAIN = "sslMode=disable";

    private static final long LONGEST_START_SECONDS = 60;

    private final Path directory;
    private final int port = FreePort.next();
    private final boolean durable;

    /** InnoDB's memory for pages, in megabytes. */
    private final int bufferPool;

    private Process server;

    public MariaDb() {
        this(false, 32);
    }

    private MariaDb(boolean durable, int bufferPool) {
        this.durable = durable;
        this.bufferPool = bufferPool;
        Program.MARIADB.require();
        try {
            directory = Files.createTempDirectory("mariadb");
            if (isRoot()) {
                expect(start(List.of("chown", "nobody", directory.toString()), "chown.log"), "chown.log");
            }
            expect(
                    start(
                            asNobody(
                                    "mariadb-install-db",
                                    "--no-defaults",
                                    "--datadir=" + data(),
                                    "--auth-root-authentication-method=normal",
                                    "--skip-test-db",
                                    "--skip-name-resolve"),
                            "install.log"),
                    "install.log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server = serve();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.destroyForcibly()));
        create("countersign");
    }

    /** One that writes to the disk before a commit returns, as a deployer's does. */
    public static MariaDb durable() {
        return new MariaDb(true, 128);
    }

    /** One with memory for a million clients, which the operating system does not cache for it. */
    public static MariaDb large() {
        return new MariaDb(false, 4096);
    }

    /** For the user {@code countersign}, see {@link #PASSWORD}. */
    public String url() {
        return url("countersign");
    }

    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?" + PLAIN;
    }

    public int port() {
        return port;
    }

    /** Makes a database by the lines of the page on databases, so that all tests have the rights which it names. */
    void create(String database) {
        String lines = Page.at("src/doc/databases.md")
                .with("create database countersign;", "create database " + database + ";")
                .with("on countersign.*", "on " + database + ".*")
                .with("'change-me'", "'" + PASSWORD + "'")
                .block("MariaDB", "sql");
        asRoot(lines.strip().split(";\\s*", -1));
    }

    /** Runs statements as the database's administrator. */
    public void asRoot(String... statements) {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (!sql.isEmpty()) {
                    statement.execute(sql);
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection administrator() throws SQLException {
        return DriverManager.getConnection("jdbc:mariadb://127.0.0.1:" + port + "/?user=root&" + PLAIN);
    }

    /** A pool that finds out soon when the server is down. */
    HikariConfig database() {
        return database("countersign", "");
    }

    /** @param options of the driver */
    HikariConfig database(String name, String options) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(name) + "&connectTimeout=2000&" + options);
        config.setUsername("countersign");
        config.setPassword(PASSWORD);
        config.setConnectionTimeout(2000);
        config.setMinimumIdle(1);
        return config;
    }

    public void start() {
        server = serve();
    }

    /** At once, as when its machine loses power. */
    public void stop() {
        server.destroyForcibly();
        await(server);
    }

    void signal(String name) {
        expect(start(List.of("kill", "-" + name, Long.toString(server.pid())), "kill.log"), "kill.log");
    }

    /** The process of the server. */
    public ProcessHandle process() {
        return server.toHandle();
    }

    @Override
    public void close() {
        stop();
        expect(start(List.of("rm", "-rf", directory.toString()), ""), "");
    }

    private Process serve() {
        Process process = start(
                asNobody(
                        Program.MARIADB.place(),
                        "--no-defaults",
                        "--datadir=" + data(),
                        "--port=" + port,
                        "--bind-address=127.0.0.1",
                        "--socket=" + directory.resolve("socket"),
                        "--pid-file=" + directory.resolve("pid"),
                        "--skip-name-resolve",
                        "--innodb-flush-log-at-trx-commit=" + (durable ? 1 : 2),
                        "--innodb-buffer-pool-size=" + bufferPool + "M",
                        "--log-bin",
                        "--server-id=1",
                        "--sync-binlog=" + (durable ? 1 : 0),
                        "--default-time-zone=+05:45",
                        "--character-set-server=latin1",
                        "--transaction-isolation=SERIALIZABLE"),
                "server.log");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw failed("mariadbd", "server.log");
            }
        }
        return process;
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            // The greeting: it takes connections.
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private static List<String> asNobody(String... command) {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    /** @param log a file of the directory; empty: none */
    private Process start(List<String> command, String log) {
        try {
            return new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(
                            log.isEmpty()
                                    ? ProcessBuilder.Redirect.DISCARD
                                    : ProcessBuilder.Redirect.appendTo(
                                            directory.resolve(log).toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void expect(Process process, String log) {
        if (await(process) != 0) {
            throw failed(process.info().command().orElse("a command"), log);
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private IllegalStateException failed(String what, String log) {
        try {
            return new IllegalStateException(
                    what + " failed: " + (log.isEmpty() ? "" : Files.readString(directory.resolve(log))));
        } catch (IOException e) {
            return new IllegalStateException(what + " failed", e);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
