package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.attack.HonestClient.Answers;
import dev.countersign.container.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each attack against one server after the other, while an honest client goes on. With {@code -Dattack.seconds=300} for
 * as long as an attacker has patience. {@code target/attacks.txt} tells what was seen. The name does not begin with
 * {@code countersign.}: Maven hands it to the unit tests too, and there the application refuses what is no setting.
 */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class UnderAttack {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("attack.seconds", 8));
    private static final Duration MAX_ANSWER = Duration.ofSeconds(1);
    private static final Duration MAX_RECOVERY = Duration.ofSeconds(90);
    private static final Path REPORT = Path.of("target/attacks.txt");

    /** Beside one line a request: what a server says of itself meanwhile. */
    private static final int MAX_LINES_OF_ITS_OWN = 400;

    private static final int MAX_TRACE_LINES = 600;

    /** Of the JVM, the store, the caches, the containers' own. */
    static final int MAX_OTHER_THREADS = 90;

    private static final int MAX_MORE_LIVE_MEGABYTES = 48;

    private Victim victim;
    private HonestClient honest;
    private long liveBefore;

    /** @param empty a folder of its own */
    abstract Server server(Path empty) throws Exception;

    /** The server's pool of threads, and its others. */
    int maxThreads() {
        return 200 + MAX_OTHER_THREADS;
    }

    /** The containers write a record of java.util.logging in two lines, unless they are told otherwise. */
    int linesPerRecord() {
        return 2;
    }

    @BeforeAll
    void begin(@TempDir Path empty) throws Exception {
        victim = Victim.of(server(empty));
        honest = victim.honestClient();
    }

    /** A server that the attack before has brought down is started again, so that each attack is seen for itself. */
    @BeforeEach
    void stand() throws Exception {
        if (!honest.answers().failures().isEmpty()) {
            victim.restart();
        }
        await(() -> {
            Answers answers = honest.answers();
            return !answers.nanos().isEmpty() && answers.failures().isEmpty();
        });
        liveBefore = vitals().liveMegabytes();
    }

    @AfterAll
    void end() {
        if (honest != null) {
            honest.close();
        }
        if (victim != null) {
            victim.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void ops1_gen13_anHonestClientIsAnsweredUnder(Attack attack) throws Exception {
        long linesBefore = logged("");
        long tracesBefore = logged("\tat ");
        honest.answers();
        boolean signedIn = true;
        long peakMegabytes = 0;
        long peakThreads = 0;
        long begun;
        try (AttackProcess process = AttackProcess.start(attack, victim.server().port(), TIME)) {
            while (process.isRunning()) {
                peakMegabytes = Math.max(peakMegabytes, vitals().residentMegabytes());
                peakThreads = Math.max(peakThreads, vitals().threads());
                signedIn &= attack != Attack.SESSIONS || victim.takesPerson();
                pause(Duration.ofMillis(500));
            }
            begun = process.begun();
        }
        Answers answers = honest.answers();
        long lines = logged("") - linesBefore;
        long traces = logged("\tat ") - tracesBefore;
        report(attack, begun, answers, peakMegabytes, peakThreads, lines);

        assertThat(answers.failures()).as("answers other than 204").isEmpty();
        assertThat(answers.percentile(0.99)).as("99th percentile").isLessThan(MAX_ANSWER);
        assertThat(signedIn).as("a person signs in meanwhile").isTrue();
        assertThat(peakThreads).as("threads").isLessThanOrEqualTo(maxThreads());
        assertThat(lines).as("log lines").isLessThan(begun * linesPerRecord() + MAX_LINES_OF_ITS_OWN);
        assertThat(traces).as("lines of stack traces").isLessThan(MAX_TRACE_LINES);
        await(() -> vitals().liveMegabytes() <= liveBefore + MAX_MORE_LIVE_MEGABYTES);
    }

    private Vitals vitals() {
        return new Vitals(victim.server().server());
    }

    private long logged(String prefix) {
        return victim.server()
                .log()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .count();
    }

    private void report(Attack attack, long begun, Answers answers, long peakMegabytes, long peakThreads, long lines)
            throws IOException {
        String row = String.format(
                Locale.ROOT,
                "%-36s %-36s %4d s, %7d begun; honest: %4d asked, %d failed, median %d ms, p99 %d ms;"
                        + " %4d MB, %d threads, %d lines%n",
                victim.server().name(),
                attack,
                TIME.toSeconds(),
                begun,
                answers.nanos().size(),
                answers.failures().size(),
                answers.percentile(0.5).toMillis(),
                answers.percentile(0.99).toMillis(),
                peakMegabytes,
                peakThreads,
                lines);
        Files.writeString(REPORT, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + MAX_RECOVERY.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("the server is as before").isLessThan(end);
            pause(Duration.ofMillis(500));
        }
    }

    private static synchronized void pause(Duration time) throws InterruptedException {
        UnderAttack.class.wait(time.toMillis());
    }
}
