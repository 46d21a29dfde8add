package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientId;
import dev.countersign.client.TokenRules;
import dev.countersign.client.UnavailableException;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaTest {

    @TempDir
    Path directory;

    @Test
    void aDatabaseInMemoryIsRefused() {
        for (String url : List.of("jdbc:h2:mem:test", "jdbc:h2:memFS:test", "jdbc:h2:mem:")) {
            assertThatThrownBy(() -> new Schema(h2(url)).migrate())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("java:comp/env/jdbc/countersign")
                    .hasMessageContaining("ExampleDS");
        }
    }

    @Test
    void migratingTwiceIsMigratingOnce() {
        DataSource dataSource = file();
        new Schema(dataSource).migrate();
        new Schema(dataSource).migrate();

        assertThatCode(() -> new Schema(dataSource).requireCurrent()).doesNotThrowAnyException();
    }

    @Test
    void nodesThatStartAtOnceMigrateOnce() throws Exception {
        DataSource dataSource = file();
        execute(dataSource, "create table of_somebody_else (x int)");
        Callable<Object> node = () -> {
            new Schema(dataSource).migrate();
            return "";
        };
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            for (Future<Object> done : threads.invokeAll(List.of(node, node, node))) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        new Schema(dataSource).requireCurrent();
        try (JdbcStore store = new JdbcStore(dataSource, InstantSource.system())) {
            assertThat(store.clients().find(new ClientId("a"))).isEmpty();
        }
    }

    @Test
    void withoutMigrationAnEmptyDatabaseIsRefusedAndLeftEmpty() throws SQLException {
        DataSource dataSource = file();

        assertThatThrownBy(() -> new Schema(dataSource).requireCurrent())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("migrate")
                .hasMessageContaining("V1__clients.sql");

        execute(dataSource, "create table countersign_client (x int)");
    }

    @Test
    void tablesOfOursThatFlywayDoesNotKnowAreAnErrorThatSaysSo() throws SQLException {
        DataSource dataSource = file();
        execute(dataSource, "create table countersign_client (x int)");

        assertThatThrownBy(() -> new Schema(dataSource).migrate())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be brought up to date");
    }

    @Test
    void gen11_aDatabaseThatCannotBeReachedIsUnavailable() {
        DataSource nowhere = h2("jdbc:h2:" + directory.resolve("none") + ";IFEXISTS=TRUE");

        assertThatThrownBy(() -> new Schema(nowhere).migrate()).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> new Schema(nowhere).requireCurrent()).isInstanceOf(UnavailableException.class);
    }

    @Test
    void otherDatabasesAreRefusedByName() {
        for (String other : List.of("MySQL 9.4", "H2 1.4", "PostgreSQL 9.6", "MariaDB 10.6", "MariaDB 5.11")) {
            assertThatThrownBy(() -> new Schema(claiming(other)).migrate())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the client store is " + other + ", which is not supported")
                    .hasMessageContaining(
                            "H2 from version 2 on, PostgreSQL from version 12 on," + " MariaDB from version 10.11 on");
        }
    }

    /** Nodes of two versions compare the numbers, whatever the database. */
    @Test
    void allDatabasesHaveMigrationsOfTheSameVersionsAndNames() throws IOException {
        Path folder = Path.of("src/main/resources/dev/countersign/store/jdbc");
        Set<String> folders = new TreeSet<>();
        for (Vendor vendor : Vendor.values()) {
            folders.add(vendor.migrations().replaceFirst(".*/", ""));
        }

        assertThat(folders).containsExactlyElementsOf(names(folder));
        for (String each : folders) {
            assertThat(names(folder.resolve(each))).isEqualTo(names(folder.resolve("migration")));
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    @Test
    void everyTableIsNamedAsOurs() throws SQLException {
        DataSource dataSource = file();
        new Schema(dataSource).migrate();

        List<String> tables = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            tables.addAll(Sql.list(
                    connection,
                    row -> row.getString(1),
                    "select lower(table_name) from information_schema.tables where table_schema = 'PUBLIC'"));
        }

        assertThat(tables).hasSizeGreaterThan(9).allMatch(name -> name.startsWith("countersign_"));
    }

    @Test
    void clientsFromBeforeTokensGetTheDefaultRules() throws SQLException {
        DataSource dataSource = file();
        Flyway.configure(Schema.class.getClassLoader())
                .dataSource(dataSource)
                .table(Schema.HISTORY_TABLE)
                .locations("classpath:dev/countersign/store/jdbc/migration")
                .placeholders(Map.of("exact", ""))
                .baselineVersion("0")
                .target("6")
                .load()
                .migrate();
        execute(dataSource, """
                insert into countersign_client values ('old', '', '', 'confidential', true, 'client_secret_basic', '', false, 1,
                    timestamp with time zone '2026-03-01 12:00:00+00', timestamp with time zone '2026-03-01 12:00:00+00')
                """);

        new Schema(dataSource).migrate();

        try (JdbcStore store = new JdbcStore(dataSource, InstantSource.system())) {
            assertThat(store.clients()
                            .find(new ClientId("old"))
                            .orElseThrow()
                            .profile()
                            .tokens())
                    .isEqualTo(TokenRules.DEFAULT);
            assertThat(store.signingKeys().all()).isEmpty();
            assertThat(store.signingKeys().version()).isZero();
            assertThat(store.revokedTokens().since(0, 1).position()).isZero();
        }
    }

    /** As left behind by the next version, in the middle of a rolling update. */
    @Test
    void migrationsOfANewerVersionAreNoReasonToRefuse() throws SQLException {
        DataSource dataSource = file();
        new Schema(dataSource).migrate();
        addNewerMigration(dataSource);

        assertThatCode(() -> new Schema(dataSource).migrate()).doesNotThrowAnyException();
        assertThatCode(() -> new Schema(dataSource).requireCurrent()).doesNotThrowAnyException();
    }

    @Test
    void aVersionThatIsTooOldForTheTablesRefusesAndSaysSo() throws SQLException {
        DataSource dataSource = file();
        new Schema(dataSource).migrate();
        addNewerMigration(dataSource);
        execute(dataSource, "update countersign_compatibility set oldest_migration = 99");

        for (ThrowingCallable start : List.<ThrowingCallable>of(
                () -> new Schema(dataSource).migrate(), () -> new Schema(dataSource).requireCurrent())) {
            assertThatThrownBy(start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("newer version of Countersign")
                    .hasMessageContaining("V99")
                    .hasMessageContaining("this version ends with V13");
        }
    }

    private static void addNewerMigration(DataSource dataSource) throws SQLException {
        execute(dataSource, """
                insert into countersign_schema ("installed_rank", "version", "description", "type", "script", "checksum",
                    "installed_by", "execution_time", "success")
                values (1000, '99', 'newer', 'SQL', 'V99__newer.sql', 1, 'test', 1, true)
                """.replace("countersign_schema", "\"countersign_schema\""));
    }

    private DataSource file() {
        return h2("jdbc:h2:" + directory.resolve("clients"));
    }

    private static DataSource h2(String url) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL(url);
        return dataSource;
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static DataSource claiming(String productAndVersion) {
        String[] parts = productAndVersion.split("[ .]", -1);
        DatabaseMetaData metaData = answering(
                DatabaseMetaData.class,
                Map.of(
                        "getDatabaseProductName",
                        parts[0],
                        "getDatabaseMajorVersion",
                        Integer.valueOf(parts[1]),
                        "getDatabaseMinorVersion",
                        Integer.valueOf(parts[2])));
        Connection connection = answering(
                Connection.class,
                Map.of(
                        "getMetaData",
                        metaData,
                        "getAutoCommit",
                        true,
                        "getNetworkTimeout",
                        0,
                        "close",
                        "",
                        "setNetworkTimeout",
                        ""));
        return answering(DataSource.class, Map.of("getConnection", connection));
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }
}
