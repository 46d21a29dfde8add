package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoolTest {

    @TempDir
    Path directory;

    /** H2 loses commits at a SIGKILL where it writes over old pieces of its file. */
    @ParameterizedTest
    @CsvSource({"WRITE_DELAY, 0", "RETENTION_TIME, 2147483647"})
    void aCommitIsInTheFileAtOnceAndNothingIsWrittenOver(String setting, String value) throws Exception {
        try (HikariDataSource pool = Pool.embedded(new DataDirectory(directory));
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select setting_value from information_schema.settings where setting_name = '" + setting
                                + "'")) {
            assertThat(found.next()).isTrue();
            assertThat(found.getString(1)).isEqualTo(value);
        }
    }

    @Test
    void theEndMakesTheFileSmall() throws Exception {
        DataDirectory data = new DataDirectory(directory);
        long open;
        try (HikariDataSource pool = Pool.embedded(data);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table filled (id integer primary key, content varchar(100000))");
            for (int i = 0; i < 200; i++) {
                statement.execute("merge into filled values (" + i % 10 + ", '"
                        + Integer.toString(i).repeat(10_000) + "')");
            }
            open = data.databaseFile().toFile().length();
        }

        assertThat(data.databaseFile().toFile().length()).isLessThan(open / 3);
    }
}
