package dev.countersign.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Program;
import java.io.File;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A journal that the system itself lets grow no further: a limit on the size of files stands for a full disk. */
class FullDiskIT {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int LIMIT_KILOBYTES = 64;

    @TempDir
    Path data;

    @Test
    void jwt14_whatCouldNotBeWrittenWasNotLetIn() throws Exception {
        List<String> lines = write();

        int letIn = lines.size() - 1;
        assertThat(lines.get(letIn)).isEqualTo(JournalWriter.TURNED_AWAY);
        assertThat(letIn).isBetween(LIMIT_KILOBYTES * 1024 / 32 - 10, LIMIT_KILOBYTES * 1024 / 32);
        Path file = data.resolve("replay/used-0000000000000001.journal");
        assertThat(Files.size(file)).isEqualTo(LIMIT_KILOBYTES * 1024);
        try (JournalNode node = new JournalNode(
                data, InstantSource.fixed(NOW), SegmentReader.header(file).run())) {
            assertThat(lines.subList(0, letIn)).noneMatch(jti -> claim(node, jti));
            assertThat(claim(node, "new")).isTrue();
        }
    }

    private static String home(Class<?> type) {
        return Path.of(URI.create(
                        type.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static boolean claim(JournalNode node, String jti) {
        return node.guard().claim(JournalWriter.SIGNER, jti, Optional.empty(), NOW.plus(JournalWriter.LIFE));
    }

    private List<String> write() throws Exception {
        Program.BASH.require();
        String classPath = Stream.of(JournalWriter.class, Journal.class, LoggerFactory.class)
                .map(FullDiskIT::home)
                .collect(Collectors.joining(File.pathSeparator));
        Process writer = new ProcessBuilder(
                        "bash",
                        "-c",
                        "ulimit -f " + LIMIT_KILOBYTES + "; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // Without the JVM's file of performance counters, which the limit would hit, too.
                        "-XX:-UsePerfData",
                        "-cp",
                        classPath,
                        JournalWriter.class.getName(),
                        data.toString(),
                        NOW.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(writer.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(writer.waitFor()).isZero();
        return lines;
    }
}
