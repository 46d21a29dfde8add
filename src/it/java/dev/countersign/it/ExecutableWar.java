package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running {@code java -jar countersign.war}, as a child process on a free port of loopback. */
public final class ExecutableWar implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final Pattern SERVES = Pattern.compile("(?m)^Countersign serves (\\S+),");
    private static final Pattern MTLS = Pattern.compile("(?m)^  mtls      (\\S+) ");
    private static final Pattern PASSWORD = Pattern.compile("(?m)^  password  (\\S+) ");

    private final WarCommand command;
    private final Process process;
    private final Output out;
    private final Output err;
    private final Duration startTime;

    private ExecutableWar(WarCommand command, Process process, Output out, Output err, Duration startTime) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
        this.startTime = startTime;
    }

    static WarCommand in(Path data) {
        return WarCommand.in(data);
    }

    /** Returns when the server serves; fails with all that it said when it does not. */
    static ExecutableWar start(WarCommand command) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = command.process().start();
        Output out = Output.of(process.getInputStream());
        Output err = Output.of(process.getErrorStream());
        boolean serves = out.await(line -> line.startsWith("  console "), LONGEST_START);
        if (!serves) {
            process.destroyForcibly().waitFor();
        }
        assertThat(serves)
                .as(() -> "the server serves; it said:\n" + out.text() + err.text())
                .isTrue();
        return new ExecutableWar(command, process, out, err, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** The application's URL, without a slash at the end. */
    public String url() {
        Matcher matcher = SERVES.matcher(out.text());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** The same at the port that asks for TLS client certificates. */
    public String mtlsUrl() {
        Matcher matcher = MTLS.matcher(out.text());
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    /** The server's URL, without a slash at the end. */
    String origin() {
        return url().replaceFirst("/countersign$", "");
    }

    public int port() {
        return java.net.URI.create(url()).getPort();
    }

    /** The administrator's password, which only a first start prints. */
    public String password() {
        Matcher matcher = PASSWORD.matcher(out.text());
        assertThat(matcher.find()).as("a password was printed").isTrue();
        return matcher.group(1);
    }

    /** Standard output so far. */
    public String out() {
        return out.text();
    }

    /** Standard error so far: the log. */
    public String err() {
        return err.text();
    }

    /** Whether such a line came in the log, before the time was up. */
    public boolean awaitErr(Predicate<String> line, Duration patience) throws InterruptedException {
        return err.await(line, patience);
    }

    public long pid() {
        return process.pid();
    }

    public Duration startTime() {
        return startTime;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, and SIGKILL if it has not ended after that time; returns whether that was needed. */
    boolean terminateOrKill(Duration patience) throws InterruptedException {
        process.destroy();
        boolean ended = process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
        kill();
        return !ended;
    }

    /** SIGTERM; returns the exit code. */
    public int terminate() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS))
                .as("it ends when it is asked to")
                .isTrue();
        return process.exitValue();
    }

    /** Ends it, if it still runs, and starts it again with the same command. */
    ExecutableWar restart() throws IOException, InterruptedException {
        close();
        return start(command);
    }

    /** Ends it, by force if need be. */
    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, LONGEST_STOP.toSeconds(), TimeUnit.SECONDS)
                .join()
                .destroyForcibly()
                .onExit()
                .join();
    }
}
