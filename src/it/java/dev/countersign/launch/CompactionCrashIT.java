package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while its database's file is exchanged for a smaller one has lost nothing. */
@Tag("full")
@Tag("long")
class CompactionCrashIT {
    private static final int KILLS = Integer.getInteger("kills", 5);
    private static final int COMPACTIONS = 3;
    private static final int ID = 36;

    @TempDir
    Path folder;

    @Test
    void killedAgainAndAgainInTheMiddleOfACompaction() throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int i = 0; i < KILLS; i++) {
            int before = acknowledged.size();
            // The lines after the last compaction differ, and with them the moment of the kill in the next one.
            writeAndKill(acknowledged, 1 + 7 * i);
            assertThat(acknowledged).as("written in round " + i).hasSizeGreaterThan(before);
            assertKept(acknowledged);
        }
    }

    private void assertKept(Set<String> acknowledged) throws Exception {
        Set<String> kept = new HashSet<>();
        DataDirectory data = new DataDirectory(folder);
        // As a start does.
        PrivateFiles.deleteTree(data.run());
        try (HikariDataSource pool = Pool.embedded(data);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select id from written")) {
                while (rows.next()) {
                    kept.add(rows.getString(1));
                }
            }
            assertThat(counted(statement)).isEqualTo(kept.size());
            // The next round counts anew.
            statement.execute("delete from written");
        }
        acknowledged.removeAll(kept);
        assertThat(acknowledged).as("committed, and lost").isEmpty();
    }

    private static long counted(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select n from counted")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }

    private void writeAndKill(Set<String> acknowledged, int lines) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        CompactionCrashWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int compactions = 0;
        int since = 0;
        try (BufferedReader out = writer.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.equals(CompactionCrashWriter.COMPACTED)) {
                    compactions++;
                } else if (line.length() == ID) {
                    // The last line may be cut off by the kill.
                    acknowledged.add(line);
                }
                since += compactions >= COMPACTIONS ? 1 : 0;
                if (since == lines) {
                    // By its handle: what it has printed already is still to be read.
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(writer.waitFor()).as("killed, not failed").isEqualTo(137);
        assertThat(compactions).isGreaterThanOrEqualTo(COMPACTIONS);
    }
}
