package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.client.ClientId;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Nothing that was committed is lost when the process is killed while its database's file is compacted. */
class CompactionKillIT {
    private static final int ROUNDS = 5;
    private static final int ENOUGH = 150;
    private static final String COMPACTED = "compacted";

    @TempDir
    Path directory;

    @Test
    void nothingThatWasCommittedIsLostInAKillDuringACompaction() throws Exception {
        try (HikariDataSource pool = Pool.embedded(new DataDirectory(directory))) {
            new Schema(pool).migrate();
        }
        List<String> committed = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            List<String> lines = killWhileWriting("round-" + round + "-writer-");
            assertThat(lines).contains(COMPACTED);
            lines.stream().filter(line -> !line.equals(COMPACTED)).forEach(committed::add);

            try (HikariDataSource pool = Pool.embedded(new DataDirectory(directory));
                    JdbcStore store = new JdbcStore(pool, InstantSource.system())) {
                assertThat(committed)
                        .as("round " + round)
                        .allMatch(id -> store.clients().find(new ClientId(id)).isPresent());
            }
        }
    }

    private List<String> killWhileWriting(String prefix) throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        CompactingWriter.class.getName(),
                        directory.toString(),
                        prefix)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null && (lines.size() < ENOUGH || !lines.contains(COMPACTED))) {
                lines.add(line);
                line = out.readLine();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return lines;
    }

    private static String classPath() {
        return Stream.of(
                        CompactingWriter.class,
                        Compaction.class,
                        HikariDataSource.class,
                        Driver.class,
                        LoggerFactory.class)
                .map(CompactionKillIT::home)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
