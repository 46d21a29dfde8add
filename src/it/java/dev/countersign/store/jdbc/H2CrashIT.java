package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.ClientId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is killed while it writes loses nothing that it was told is written, and leaves nothing half-written.
 */
@Tag("full")
@Tag("long")
class H2CrashIT {

    private static final int KILLS = 8;
    private static final int WRITTEN_BEFORE_A_KILL = 700;
    private static final int LINE = H2CrashWriter.CLIENT.length() + 36;

    @TempDir
    Path folder;

    static JdbcConnectionPool database(Path folder) {
        return JdbcConnectionPool.create("jdbc:h2:file:" + folder.resolve("clients") + ";WRITE_DELAY=0", "", "");
    }

    @Test
    void killedAgainAndAgainTheStoreIsWhole() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            acknowledged.addAll(writeAndKill());
            JdbcConnectionPool database = database(folder);
            try (JdbcStore store = new JdbcStore(database, InstantSource.system());
                    StoreReplayGuard guard = new StoreReplayGuard(store, InstantSource.system())) {
                assertThat(after(H2CrashWriter.CLIENT, acknowledged))
                        .isNotEmpty()
                        .allSatisfy(id -> assertThat(store.clients().find(new ClientId(id)))
                                .isPresent());
                assertThat(after(H2CrashWriter.ASSERTION, acknowledged))
                        .isNotEmpty()
                        .noneMatch(jti -> guard.claim(H2CrashWriter.SIGNER, jti, Optional.empty(), H2CrashWriter.END));
                assertWhole(database);
            } finally {
                database.dispose();
            }
        }
    }

    private static List<String> after(String prefix, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    private List<String> writeAndKill() throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        H2CrashWriter.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> written = new ArrayList<>();
        try (BufferedReader lines = writer.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The last line may be cut off by the kill.
                if (line.length() == LINE) {
                    written.add(line);
                }
                if (written.size() == WRITTEN_BEFORE_A_KILL) {
                    // By its handle: what it has printed already is still to be read.
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        writer.waitFor();
        assertThat(written).hasSizeGreaterThanOrEqualTo(WRITTEN_BEFORE_A_KILL);
        return written;
    }

    private static void assertWhole(DataSource database) throws SQLException {
        long changes = number(database, "select n from countersign_counter where id = 1");
        assertThat(number(database, "select max(id) from countersign_event")).isEqualTo(changes);
        assertThat(number(database, "select count(*) from countersign_event")).isEqualTo(changes);
        assertThat(number(database, "select count(*) from countersign_client")).isEqualTo(changes);
        assertThat(number(database, "select count(distinct client_id) from countersign_client_term"))
                .isEqualTo(changes);
    }

    private static long number(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }
}
