package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.countersign.it.FreePort;
import dev.countersign.it.Output;
import dev.countersign.it.Shell;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A servlet container with {@code countersign.war} in it, as a child process on a free port of loopback. It is set up
 * by the lines of its page under {@code src/doc}: what people copy is what the tests deploy. Change it before {@link
 * #start()}.
 */
public abstract class Container implements Server {

    private static final Path SERVERS = Path.of(System.getProperty("countersign.servers", "target/servers"));
    private static final Path WAR = Path.of(System.getProperty("countersign.war", "target/countersign.war"));
    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_STOP = Duration.ofMinutes(1);

    protected final Path folder;
    protected final int port = FreePort.next();

    /** What the page's reader fills in, by the names of its variables. */
    protected final Map<String, String> values = new HashMap<>();

    private final String name;
    private Path javaHome = Path.of(System.getProperty("java.home"));
    private Page page;
    private Process process;
    private Output output;

    /**
     * @param distribution how the folder of the distribution begins, such as {@code apache-tomcat-11.}
     * @param folder empty; everything of this server's own goes there
     */
    protected Container(String distribution, Path folder, Page page) {
        this.name = distributionLike(distribution);
        this.folder = folder;
        this.page = page;
        values.put("WAR", war().toString());
        values.put("ISSUER", url());
        values.put("ADMIN_PASSWORD", "0123456789abcdef0123456789abcdef");
        values.put("DB_DRIVER", jarOf(org.h2.Driver.class).toString());
        values.put("DB_URL", "jdbc:h2:" + folder.resolve("clients") + ";WRITE_DELAY=0");
        values.put("DB_USER", "countersign");
        values.put("DB_PASSWORD", "countersign");
    }

    /** Copies what the server needs, runs the page's lines, and gives it its ports; once. */
    protected abstract void install() throws Exception;

    /** The command that runs the server in the foreground. */
    protected abstract ProcessBuilder command() throws Exception;

    /** Whether this line says that the start is over, well or not. */
    protected abstract boolean saysStarted(String line);

    /** The lines of the page that set this setting, to be put among those which are there. */
    protected abstract Page withSetting(Page before, String setting, String value);

    /**
     * Puts an application beside ours, with the settings and the store that the page gives to ours: a second copy of
     * it, or another WAR with our jar inside. Works before the start, and on a running server, where it returns
     * when the deployment has succeeded or failed.
     *
     * @param name its path, without a slash
     */
    public abstract void deploy(Path war, String name) throws Exception;

    /** Takes an application out of the running server; returns when it is gone. */
    public abstract void undeploy(String name) throws Exception;

    /** Drops a plug-in's jar where the page says; before the start. */
    public abstract void plugIn(Path jar) throws Exception;

    /** PostgreSQL in the place of H2. */
    public final Container onPostgres(String url) {
        values.put("DB_DRIVER", jarOf(org.postgresql.Driver.class).toString());
        values.put("DB_URL", url);
        return this;
    }

    /** MariaDB in the place of H2. */
    public final Container onMariaDb(String url, String password) {
        values.put("DB_DRIVER", jarOf(org.mariadb.jdbc.Driver.class).toString());
        values.put("DB_URL", url);
        values.put("DB_PASSWORD", password);
        return this;
    }

    /** Another file than the one that was built. */
    public final Container of(Path war) {
        values.put("WAR", war.toString());
        return this;
    }

    public final Container onJava(Path home) {
        javaHome = home;
        return this;
    }

    @Override
    public final Container with(String setting, String value) {
        return edited(before -> withSetting(before, setting, value));
    }

    /** The page, changed: for what goes wrong when a line is left out. */
    public final Container edited(UnaryOperator<Page> change) {
        page = change.apply(page);
        return this;
    }

    /** Returns when the server has started and its deployments have succeeded or failed. */
    @Override
    public final Container start() throws Exception {
        if (output == null) {
            install();
        }
        ProcessBuilder builder = command().redirectErrorStream(true).directory(folder.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("COUNTERSIGN_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("JAVA_HOME", javaHome.toString());
        process = builder.start();
        output = Output.of(process.getInputStream());
        boolean started = output.await(this::saysStarted, LONGEST_START);
        if (!started) {
            close();
        }
        assertThat(started).as(() -> "it starts; it said:\n" + log()).isTrue();
        return this;
    }

    @Override
    public final void stop() throws InterruptedException {
        ProcessHandle server = server();
        server.destroy();
        assertThat(process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS))
                .as("it ends when it is asked to")
                .isTrue();
        output.awaitEnd();
    }

    @Override
    public final void close() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
            process.onExit().join();
        }
    }

    protected final boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public final String name() {
        return name + " on Java " + javaHome.getFileName();
    }

    @Override
    public final int port() {
        return port;
    }

    @Override
    public final String personsPassword() {
        return values.get("ADMIN_PASSWORD");
    }

    /** The Java one, if a shell script started it. */
    @Override
    public final ProcessHandle server() {
        return process.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElse(process.toHandle());
    }

    /** Everything that it said since its last start, on the console and in its log files. */
    @Override
    public String log() {
        return output.text();
    }

    @Override
    public final boolean awaitLog(Predicate<String> line, Duration patience) throws InterruptedException {
        return output.await(line, patience);
    }

    @Override
    public Path deployedWar() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.endsWith("countersign.war"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no countersign.war below " + folder));
        }
    }

    public static Path war() {
        return WAR.toAbsolutePath();
    }

    protected final Page page() {
        return page;
    }

    protected final Path javaHome() {
        return javaHome;
    }

    /** Where the distribution was unpacked. */
    protected final Path distribution() {
        return SERVERS.resolve(name).toAbsolutePath();
    }

    /** Runs the page's lines under this heading, with what is filled in. */
    protected final String run(String heading) throws IOException, InterruptedException {
        return Shell.run(page.script(heading), values);
    }

    /** The same, of another page, in one shell. */
    protected final void run(Page other, String... headings) throws IOException, InterruptedException {
        Shell.run(Stream.of(headings).map(other::script).collect(Collectors.joining()), values);
    }

    private static String distributionLike(String prefix) {
        try (Stream<Path> servers = Files.list(SERVERS)) {
            return servers.map(server -> server.getFileName().toString())
                    .filter(server -> server.startsWith(prefix))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + prefix + "* in " + SERVERS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    protected static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path copy = to.resolve(from.relativize(file));
                if (!Files.isDirectory(copy)) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    /** The home of Java 25; without it the test is skipped. */
    static Path newestJava() {
        try (Stream<Path> homes = Files.list(Path.of("/usr/lib/jvm"))) {
            Optional<Path> newest = homes.filter(
                            home -> home.getFileName().toString().matches("[a-z-]*25(-.*)?"))
                    .filter(home -> Files.exists(home.resolve("bin/java")))
                    .findFirst();
            assumeTrue(newest.isPresent(), "there is no Java 25 on this machine");
            return newest.orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Path jarOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
