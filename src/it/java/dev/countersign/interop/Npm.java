package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Output;
import dev.countersign.it.Program;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The scripts of {@code src/it/node} with their libraries, in {@code target/node}. */
final class Npm {

    private static final Path SOURCES = Path.of("src/it/node");
    private static final Path FOLDER = Path.of("target/node");
    private static final String LOCK = "package-lock.json";
    private static final Path INSTALLED = FOLDER.resolve("installed-" + LOCK);
    private static final Path INSTALLING = Path.of("target/node.lock");
    private static final Pattern ENGINES = Pattern.compile("\"node\": \">=([0-9]+)\"");
    private static final Duration LONGEST_INSTALLATION = Duration.ofMinutes(5);
    private static final Duration LONGEST_SCRIPT = Duration.ofMinutes(1);

    private Npm() {}

    /** Installs what the lock file says, unless it is there; from npm's cache as far as that goes. */
    static synchronized void install() throws IOException, InterruptedException {
        Program.NODE.require(nodeThatIsNeeded());
        Program.NPM.require();
        Files.createDirectories(FOLDER);
        // Another process of tests may be at it.
        try (FileChannel file = FileChannel.open(INSTALLING, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock alone = file.lock()) {
            assertThat(alone.isValid()).isTrue();
            installAlone();
        }
    }

    private static void installAlone() throws IOException, InterruptedException {
        try (Stream<Path> sources = Files.list(SOURCES)) {
            for (Path source : sources.toList()) {
                Path copy = FOLDER.resolve(source.getFileName());
                if (!Files.exists(copy) || Files.mismatch(source, copy) >= 0) {
                    Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        Path lock = FOLDER.resolve(LOCK);
        if (Files.exists(INSTALLED) && Files.mismatch(lock, INSTALLED) < 0) {
            return;
        }
        // Nothing that comes from the registry runs before the scripts name it.
        run(
                LONGEST_INSTALLATION,
                Map.of(),
                "npm",
                "ci",
                "--prefer-offline",
                "--ignore-scripts",
                "--engine-strict",
                "--no-audit",
                "--no-fund");
        Files.copy(lock, INSTALLED, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The major version that {@code package.json} says. */
    private static int nodeThatIsNeeded() throws IOException {
        Matcher engines = ENGINES.matcher(Files.readString(SOURCES.resolve("package.json")));
        assertThat(engines.find()).isTrue();
        return Integer.parseInt(engines.group(1));
    }

    /** Puts a file beside the scripts, which may import it. */
    static void add(Path module) throws IOException {
        Files.copy(module, FOLDER.resolve(module.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Runs a script to its end; returns all that it said. */
    static String said(String script, Map<String, String> environment) throws IOException, InterruptedException {
        return run(LONGEST_SCRIPT, environment, "node", script);
    }

    /** Runs a script to its end; returns the last line that it said. */
    static String node(String script, Map<String, String> environment) throws IOException, InterruptedException {
        List<String> lines = said(script, environment).lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    /** A script that serves until it is ended. */
    static ProcessBuilder server(String script, Map<String, String> environment) {
        return command(environment, "node", script);
    }

    private static String run(Duration longest, Map<String, String> environment, String... line)
            throws IOException, InterruptedException {
        Process process = command(environment, line).start();
        Output output = Output.of(process.getInputStream());
        boolean ended = process.waitFor(longest.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        output.awaitEnd();
        assertThat(ended).as("%s ends; it said:\n%s", line[0], output.text()).isTrue();
        assertThat(process.exitValue()).as(output.text()).isZero();
        return output.text();
    }

    private static ProcessBuilder command(Map<String, String> environment, String... line) {
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(FOLDER.toFile()).redirectErrorStream(true);
        builder.environment().remove("NODE_OPTIONS");
        builder.environment().putAll(environment);
        return builder;
    }
}
