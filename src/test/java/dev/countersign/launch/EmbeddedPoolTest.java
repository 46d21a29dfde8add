package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmbeddedPoolTest {
    private static final int WRITERS = 3;
    private static final int COMPACTIONS = 5;

    @TempDir
    Path directory;

    private DataDirectory data;
    private EmbeddedPool pool;

    @BeforeEach
    void open() throws Exception {
        data = new DataDirectory(directory);
        pool = new EmbeddedPool(data);
        run("create table written (id varchar(40) primary key, content varchar(100000))");
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void theFileBecomesSmallWhileThePoolIsOpen() throws Exception {
        fill();
        long before = pool.size();
        assertThat(pool.percentInUse()).isLessThan(25);

        assertThat(pool.compact()).isTrue();

        assertThat(pool.size()).isLessThan(before / 4);
        assertThat(pool.percentInUse()).isGreaterThan(25);
        assertThat(count()).isEqualTo(10);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.databaseFile())))
                .isEqualTo("rw-------");
        try (Stream<Path> left = Files.list(data.run())) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"WRITE_DELAY, 0", "RETENTION_TIME, 2147483647"})
    void theSettingsThatKeepCommitsHoldAfterwardsToo(String setting, String value) throws Exception {
        assertThat(pool.compact()).isTrue();

        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select setting_value from information_schema.settings where setting_name = '" + setting
                                + "'")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).isEqualTo(value);
        }
    }

    /** Callers wait, and none fails; what was committed before and meanwhile is there. */
    @Test
    void noCallerFailsMeanwhile() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger written = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        List<Future<?>> writers = IntStream.range(0, WRITERS)
                .<Future<?>>mapToObj(writer -> threads.submit(() -> {
                    for (int i = 0; !over.get(); i++) {
                        run("insert into written values ('" + writer + "-" + i + "', '')");
                        written.incrementAndGet();
                    }
                    return null;
                }))
                .toList();
        for (int i = 0; i < COMPACTIONS; i++) {
            assertThat(pool.compact()).isTrue();
        }
        over.set(true);
        for (Future<?> writer : writers) {
            writer.get();
        }
        threads.shutdown();

        assertThat(written.get()).isPositive();
        assertThat(count()).isEqualTo(written.get());
    }

    @Test
    void aTransactionThatDoesNotEndIsLeftAlone() throws Exception {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("insert into written values ('open', '')");

            assertThat(pool.compact()).isFalse();

            connection.commit();
        }
        assertThat(count()).isEqualTo(1);
        assertThat(pool.compact()).isTrue();
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void whereNoCopyCanBeMadeTheDatabaseGoesOnWithItsFile() throws Exception {
        fill();
        Files.writeString(data.run(), "no directory");

        assertThatThrownBy(pool::compact).isInstanceOf(IOException.class);

        assertThat(count()).isEqualTo(10);
        run("insert into written values ('after', '')");
        assertThat(count()).isEqualTo(11);
        Files.delete(data.run());
        assertThat(pool.compact()).isTrue();
        assertThat(count()).isEqualTo(11);
    }

    private void fill() throws SQLException {
        for (int i = 0; i < 200; i++) {
            run("merge into written values ('" + i % 10 + "', '"
                    + Integer.toString(i).repeat(10_000) + "')");
        }
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long count() throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from written")) {
            assertThat(row.next()).isTrue();
            return row.getLong(1);
        }
    }
}
