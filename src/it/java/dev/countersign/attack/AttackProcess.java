package dev.countersign.attack;

import dev.countersign.it.Output;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * An attack in a process of its own, so that neither the honest client nor the server shares a heap or a thread with
 * it.
 */
final class AttackProcess implements AutoCloseable {

    private static final Duration MAX_OVERTIME = Duration.ofSeconds(60);
    private static final String BEGUN = "begun ";

    private final Process process;
    private final Output output;
    private final Duration time;

    private AttackProcess(Process process, Duration time) {
        this.process = process;
        this.output = Output.of(process.getInputStream());
        this.time = time;
    }

    static AttackProcess start(Attack attack, int port, Duration time) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes().toString(),
                        AttackProcess.class.getName(),
                        attack.name(),
                        Integer.toString(port),
                        Long.toString(time.toMillis()))
                .redirectErrorStream(true)
                .start();
        return new AttackProcess(process, time);
    }

    /** In the process of the attack. */
    public static void main(String... arguments) throws Exception {
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[1]));
        Duration time = Duration.ofMillis(Long.parseLong(arguments[2]));
        System.out.println(BEGUN + Attack.valueOf(arguments[0]).on(server).run(time));
        System.exit(0);
    }

    boolean isRunning() {
        return process.isAlive();
    }

    /** Waits for its end; how many requests, or connections of requests that never end, it has begun. */
    long begun() throws InterruptedException {
        if (!process.waitFor(time.plus(MAX_OVERTIME).toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the attack does not end");
        }
        output.awaitEnd();
        return output.text()
                .lines()
                .filter(line -> line.startsWith(BEGUN))
                .mapToLong(line -> Long.parseLong(line.substring(BEGUN.length())))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the attack failed:\n" + output.text()));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static Path classes() {
        try {
            return Path.of(AttackProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
