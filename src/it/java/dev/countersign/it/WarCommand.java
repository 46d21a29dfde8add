package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line and environment of {@code java -jar countersign.war}. Immutable. */
public record WarCommand(Path java, Path war, List<String> jvm, List<String> options, Map<String, String> environment) {
    private static final Path OWN_JAVA = Path.of(System.getProperty("java.home"));
    private static final Path BUILT = Path.of(System.getProperty("countersign.war", "target/countersign.war"));
    private static final Duration LONGEST_FAILURE = Duration.ofSeconds(60);
    /** It has to live in this much. */
    private static final String HEAP = "-Xmx256m";
    /** A start takes half of the time without the optimizing compiler, which pays in a long run only. */
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";
    /** Java's default, which takes the place of the other. */
    private static final String OPTIMIZING = "-XX:TieredStopAtLevel=4";

    /** How a process ended that did not become a server. */
    record Result(int exitCode, String out, String err) {}

    static WarCommand bare() {
        return new WarCommand(OWN_JAVA, BUILT, List.of(HEAP, QUICK_START), List.of(), Map.of());
    }

    public static WarCommand in(Path data) {
        return in(data, 0);
    }

    /** @param port 0: any that is free */
    public static WarCommand in(Path data, int port) {
        return bare().with("--port", Integer.toString(port)).with("--data", data.toString());
    }

    /** @param home another Java than the one that runs the tests */
    public WarCommand onJava(Path home) {
        return new WarCommand(home, war, jvm, options, environment);
    }

    /** Another file than the one that was built, or the directory of the compiled classes. */
    public WarCommand of(Path otherWar) {
        return new WarCommand(java, otherWar, jvm, options, environment);
    }

    public WarCommand with(String... more) {
        return new WarCommand(java, war, jvm, join(options, more), environment);
    }

    public WarCommand withJvm(String... more) {
        return new WarCommand(java, war, join(jvm, more), options, environment);
    }

    /** As users run it, for tests of how fast it is, of what it does at the same time, or of many requests. */
    public WarCommand optimizing() {
        return withJvm(OPTIMIZING);
    }

    public WarCommand withEnvironment(String name, String value) {
        Map<String, String> all = new HashMap<>(environment);
        all.put(name, value);
        return new WarCommand(java, war, jvm, options, all);
    }

    public ExecutableWar start() throws IOException, InterruptedException {
        return ExecutableWar.start(this);
    }

    /** For a command that is expected to end by itself. */
    Result run() throws IOException, InterruptedException {
        return run(process());
    }

    /** The same, in another working directory for example. */
    static Result run(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.start();
        Output out = Output.of(process.getInputStream());
        Output err = Output.of(process.getErrorStream());
        boolean ended = process.waitFor(LONGEST_FAILURE.toSeconds(), TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        out.awaitEnd();
        err.awaitEnd();
        assertThat(ended)
                .as(() -> "it ends; it said:\n" + out.text() + err.text())
                .isTrue();
        return new Result(process.exitValue(), out.text(), err.text());
    }

    ProcessBuilder process() {
        List<String> line = new ArrayList<>();
        line.add(java.resolve("bin/java").toString());
        line.addAll(jvm);
        if (Files.isDirectory(war)) {
            line.addAll(List.of("-cp", war.toAbsolutePath().toString(), "dev.countersign.launch.Main"));
        } else {
            line.addAll(List.of("-jar", war.toAbsolutePath().toString()));
        }
        line.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERSIGN_"));
        // It is answered on standard error, and no test wants it there.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        return builder;
    }

    private static List<String> join(List<String> first, String... more) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }
}
