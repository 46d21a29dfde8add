package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VendorTest {

    private static final String MODES = "STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION";
    private static final long MIB = 1 << 20;

    @ParameterizedTest
    @CsvSource({
        "H2, 2, 0, H2",
        "H2, 2, 5, H2",
        "PostgreSQL, 12, 0, POSTGRESQL",
        "PostgreSQL, 18, 1, POSTGRESQL",
        "MariaDB, 10, 11, MARIADB",
        "MariaDB, 11, 4, MARIADB",
        "MariaDB, 12, 0, MARIADB"
    })
    void supportedVersions(String product, int major, int minor, Vendor vendor) throws SQLException {
        assertThat(Vendor.of(database(product, major, minor))).isEqualTo(vendor);
    }

    @ParameterizedTest
    @CsvSource({"H2, 1, 4", "PostgreSQL, 11, 99", "MariaDB, 10, 10", "MariaDB, 5, 12", "MySQL, 9, 4", "mariadb, 11, 4"})
    void othersAreRefused(String product, int major, int minor) {
        assertThatThrownBy(() -> Vendor.of(database(product, major, minor)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(product + " " + major + "." + minor + ", which is not supported");
    }

    @Test
    void onlyMariaDbStoresInstantsAsTimesInUtc() throws SQLException {
        assertThat(Vendor.storesInstants(database("MariaDB", 11, 4))).isFalse();
        assertThat(Vendor.storesInstants(database("PostgreSQL", 15, 0))).isTrue();
        assertThat(Vendor.storesInstants(database("H2", 2, 4))).isTrue();
        assertThat(Vendor.MARIADB.undoesFailedMigrations()).isFalse();
        assertThat(Vendor.POSTGRESQL.undoesFailedMigrations()).isTrue();
    }

    @Test
    void whatMariaDbHasByDefaultIsRight() throws SQLException {
        assertThat(Vendor.MARIADB.problem(answering(MODES, "utf8mb4", 16 * MIB, false, 1)))
                .isEmpty();
        assertThat(Vendor.MARIADB.problem(answering("ANSI_QUOTES,STRICT_ALL_TABLES", "utf8mb4", 8 * MIB, false, 1)))
                .isEmpty();
    }

    @Test
    void whatMustBeSetOtherwiseIsNamed() throws SQLException {
        for (Map.Entry<Connection, String> wrong : List.of(
                Map.entry(answering("", "utf8mb4", 16 * MIB, false, 1), "STRICT_TRANS_TABLES in its sql_mode"),
                Map.entry(
                        answering("NO_STRICT_TRANS_TABLES_EITHER", "utf8mb4", 16 * MIB, false, 1),
                        "STRICT_TRANS_TABLES in its sql_mode"),
                Map.entry(
                        answering(MODES + ",EMPTY_STRING_IS_NULL", "utf8mb4", 16 * MIB, false, 1),
                        "must not have EMPTY_STRING_IS_NULL"),
                Map.entry(answering(MODES, "utf8mb3", 16 * MIB, false, 1), "character set utf8mb4, not utf8mb3"),
                Map.entry(answering(MODES, "utf8mb4", 8 * MIB - 1, false, 1), "at least 8388608 bytes, not 8388607"),
                Map.entry(answering(MODES, "utf8mb4", 16 * MIB, true, 1), "binlog_format MIXED or ROW"),
                Map.entry(answering(MODES, "utf8mb4", 16 * MIB, false, 0), "the engine InnoDB"))) {
            assertThat(Vendor.MARIADB.problem(wrong.getKey()).orElseThrow()).contains(wrong.getValue());
        }
    }

    @Test
    void aPostgreSqlIsOfUtf8() throws SQLException {
        assertThat(Vendor.POSTGRESQL.problem(answering("UTF8"))).isEmpty();
        assertThat(Vendor.POSTGRESQL.problem(answering("LATIN1")).orElseThrow()).contains("encoding UTF8");
    }

    private static Connection database(String product, int major, int minor) {
        DatabaseMetaData metaData = fake(
                DatabaseMetaData.class,
                Map.of(
                        "getDatabaseProductName", arguments -> product,
                        "getDatabaseMajorVersion", arguments -> major,
                        "getDatabaseMinorVersion", arguments -> minor));
        return fake(Connection.class, Map.of("getMetaData", arguments -> metaData));
    }

    /** To any query, by one row of these columns. */
    private static Connection answering(Object... columns) {
        Iterator<Boolean> rows = List.of(true, false).iterator();
        Function<Object[], Object> column = arguments -> columns[(int) arguments[0] - 1];
        ResultSet result = fake(
                ResultSet.class,
                Map.of(
                        "next", arguments -> rows.next(),
                        "getString", column,
                        "getLong", column,
                        "getBoolean", column,
                        "getInt", column,
                        "close", arguments -> ""));
        PreparedStatement statement = fake(
                PreparedStatement.class,
                Map.of(
                        "setQueryTimeout", arguments -> "",
                        "executeQuery", arguments -> result,
                        "close", arguments -> ""));
        return fake(Connection.class, Map.of("prepareStatement", arguments -> statement));
    }

    private static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> Optional.ofNullable(answers.get(method.getName()))
                        .orElseThrow()
                        .apply(arguments == null ? new Object[0] : arguments)));
    }
}
