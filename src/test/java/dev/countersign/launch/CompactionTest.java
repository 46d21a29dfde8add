package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
    private static final int ROWS = 500;
    private static final long SMALL_BYTES = 1;

    @TempDir
    Path directory;

    private DataDirectory data;

    @BeforeEach
    void names() {
        data = new DataDirectory(directory);
    }

    @Test
    void aStepRewritesWhatIsHalfEmptyAndLosesNothing() throws Exception {
        try (HikariDataSource pool = Pool.embedded(data)) {
            fill(pool);
            int before = fill(pool, new Compaction.Step(pool, new ReentrantLock(), SMALL_BYTES), 20);

            assertThat(before).isPositive();
            assertThat(sum(pool)).isEqualTo(expected());
        }
        try (HikariDataSource pool = Pool.embedded(data)) {
            assertThat(sum(pool)).isEqualTo(expected());
        }
    }

    /** A transaction that is under way would be saved in part. */
    @Test
    void nothingIsRewrittenDuringATransaction() throws Exception {
        try (HikariDataSource pool = Pool.embedded(data)) {
            fill(pool);
            Compaction.Step step = new Compaction.Step(pool, new ReentrantLock(), SMALL_BYTES);
            try (Connection busy = pool.getConnection()) {
                busy.setAutoCommit(false);
                assertThat(step.run()).isFalse();
                busy.rollback();
            }
            assertThat(step.run()).isTrue();
            // Connections are lent again.
            assertThat(sum(pool)).isEqualTo(expected());
        }
    }

    @Test
    void nothingIsRewrittenDuringABackup() throws Exception {
        ReentrantLock copying = new ReentrantLock();
        try (HikariDataSource pool = Pool.embedded(data)) {
            fill(pool);
            Compaction.Step step = new Compaction.Step(pool, copying, SMALL_BYTES);
            Thread backup = new Thread(copying::lock);
            backup.start();
            backup.join();

            assertThat(step.run()).isFalse();
        }
    }

    @Test
    void theFileIsSmallAfterTheEnd() throws Exception {
        try (HikariDataSource pool = Pool.embedded(data)) {
            fill(pool);
        }
        assertThat(Files.size(data.databaseFile())).isLessThan(1_000_000);
    }

    private static int fill(HikariDataSource pool, Compaction.Step step, int times) throws SQLException {
        int made = 0;
        for (int i = 0; i < times; i++) {
            made += step.run() ? 1 : 0;
        }
        return made;
    }

    /** Rows, each of which is changed in a commit of its own, so that many pieces hold a little that is current. */
    private static void fill(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            // Without a wait.
            Compaction.Step.store(connection).setRetentionTime(0);
            statement.execute("create table t (id int primary key, n int not null, text varchar(1000))");
            statement.execute(
                    "insert into t select x, 0, rawtohex(secure_rand(100)) from system_range(1, " + ROWS + ")");
            try (PreparedStatement update = connection.prepareStatement("update t set n = n + 1 where id = ?")) {
                for (int i = 0; i < ROWS; i++) {
                    update.setInt(1, 1 + i * 37 % ROWS);
                    update.executeUpdate();
                }
            }
        }
    }

    private static int expected() {
        return ROWS;
    }

    private static int sum(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sum(n), count(*) from t")) {
            row.next();
            assertThat(row.getInt(2)).isEqualTo(ROWS);
            return row.getInt(1);
        }
    }
}
