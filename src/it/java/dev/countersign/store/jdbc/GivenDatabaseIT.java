package dev.countersign.store.jdbc;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * All that the store has to keep to, over the database that the system properties {@code jdbc.url}, {@code jdbc.user}
 * and {@code jdbc.password} name: see the page on databases. It has to be without tables of ours, since the tests
 * delete every row.
 */
@EnabledIfSystemProperty(named = "jdbc.url", matches = ".+", disabledReason = "no database was given by jdbc.url")
class GivenDatabaseIT {

    @BeforeAll
    static void requireEmpty() throws SQLException {
        HikariConfig given = given();
        try (Connection connection =
                        DriverManager.getConnection(given.getJdbcUrl(), given.getUsername(), given.getPassword());
                ResultSet tables = connection
                        .getMetaData()
                        .getTables(connection.getCatalog(), connection.getSchema(), "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                String name = tables.getString("TABLE_NAME");
                if (name.regionMatches(true, 0, "countersign_", 0, "countersign_".length())) {
                    throw new IllegalStateException("the tests delete every row, and here is a table " + name
                            + ": give them an empty database");
                }
            }
        }
    }

    private static HikariConfig given() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(System.getProperty("jdbc.url"));
        config.setUsername(System.getProperty("jdbc.user", ""));
        config.setPassword(System.getProperty("jdbc.password", ""));
        config.setConnectionTimeout(5000);
        config.setMinimumIdle(1);
        return config;
    }

    @Nested
    class Clients extends PooledJdbcStoreContract {

        @Override
        protected HikariConfig database() {
            return given();
        }
    }

    @Nested
    class Expiry extends ExpiryNoticesContract {

        @Override
        protected HikariConfig database() {
            return given();
        }
    }

    @Nested
    class Tokens extends RevokedTokensContract {

        @Override
        protected HikariConfig database() {
            return given();
        }
    }

    @Nested
    class Keys extends SigningKeysContract {

        @Override
        protected HikariConfig database() {
            return given();
        }
    }

    @Nested
    class Assertions extends StoreReplayGuardContract {

        @Override
        protected HikariConfig database() {
            return given();
        }
    }
}
