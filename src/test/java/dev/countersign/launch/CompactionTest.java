package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
    private static final long SMALL = 256 * 1024;

    @TempDir
    Path directory;

    private final ReentrantLock wholeFile = new ReentrantLock();
    private final CapturedLog lines = CapturedLog.of(Compaction.class);
    private EmbeddedPool pool;
    private Compaction compaction;

    @BeforeEach
    void open() throws Exception {
        pool = new EmbeddedPool(new DataDirectory(directory));
        compaction = new Compaction(pool, wholeFile, SMALL, Duration.ofMillis(10));
        run("create table filled (id integer primary key, content varchar(100000))");
    }

    @AfterEach
    void close() {
        lines.close();
        compaction.close();
        pool.close();
    }

    @Test
    void aRunningServersFileDoesNotGrowWithoutBound() throws Exception {
        compaction.start();
        grow();

        assertThat(lines.awaitLine(20)).isTrue();
        assertThat(lines.texts().get(0))
                .matches(
                        "the database's file was compacted from \\d+\\.\\d MB to \\d+\\.\\d MB; requests waited for \\d+"
                                + " ms");
    }

    @Test
    void theFileIsBoundedByFourTimesWhatIsInUse() throws Exception {
        long largest = 0;
        for (int i = 0; i < 300; i++) {
            change();
            compaction.look();
            largest = Math.max(largest, pool.size());
        }
        assertThat(lines.texts()).hasSizeBetween(2, 50).allMatch(line -> line.contains(" was compacted from "));
        assertThat(largest).isLessThan(8 * SMALL);
    }

    @Test
    void aSmallFileIsLeftAlone() throws Exception {
        compaction.look();

        assertThat(pool.size()).isLessThan(SMALL);
        assertThat(lines.texts()).isEmpty();
    }

    @Test
    void aFileThatIsInUseIsLeftAlone() throws Exception {
        run("create table kept (id integer primary key, content varchar(1000000))");
        run("insert into kept select x, repeat(cast(random_uuid() as varchar), 10) from system_range(1, 5000)");
        long before = pool.size();
        assertThat(before).isGreaterThan(SMALL);

        compaction.look();

        assertThat(pool.size()).isEqualTo(before);
        assertThat(lines.texts()).isEmpty();
    }

    @Test
    void aBackupIsNotDisturbed() throws Exception {
        grow();
        Thread backup = new Thread(wholeFile::lock);
        backup.start();
        backup.join();

        compaction.look();

        assertThat(lines.texts()).isEmpty();
    }

    @Test
    void anAttemptThatFailsIsToldAndMadeAgainWhenTheFileHasGrown() throws Exception {
        grow();
        try (Connection connection = pool.getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
            compaction.look();
            compaction.look();
        }
        assertThat(lines.texts())
                .containsExactly("the database's file was not compacted, since it is in use; it will be tried again");

        while (lines.texts().size() < 2) {
            change();
            compaction.look();
        }

        assertThat(lines.texts().get(1)).contains("was compacted from");
    }

    /** Until the file is large, or was compacted meanwhile. */
    private void grow() throws Exception {
        while (pool.size() < 6 * SMALL && lines.isEmpty()) {
            change();
        }
    }

    private void change() throws SQLException {
        run("merge into filled select x, repeat(cast(random_uuid() as varchar), 30) from system_range(1, 20)");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
