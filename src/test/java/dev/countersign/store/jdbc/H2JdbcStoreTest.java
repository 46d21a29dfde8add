package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class H2JdbcStoreTest extends PooledJdbcStoreContract {

    @TempDir
    static Path directory;

    @Override
    protected HikariConfig database() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:" + directory.resolve("clients"));
        return config;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void noPageReadsAWholeTableOrSorts(String sql) throws SQLException {
        String plan = plan(sql);

        assertThat(plan).doesNotContain("tableScan").contains("/* index sorted */");
    }

    @ParameterizedTest
    @MethodSource("ends")
    void whatEndsIsFoundByItsIndexes(String sql) throws SQLException {
        assertThat(plan(sql))
                .doesNotContain("tableScan")
                .contains("COUNTERSIGN_CLIENT_SECRET_END: ", "COUNTERSIGN_CLIENT_CERTIFICATE_END: ");
    }

    @Test
    void aLookUpReadsNoWholeTable() throws SQLException {
        assertThat(plan(ClientReader.ONE_CLIENT)).doesNotContain("tableScan");
        assertThat(plan(Events.STATE)).doesNotContain("tableScan");
    }

    @Test
    void aTermMayBeFoundAtAnyLength() {
        store.clients().create(BILLING, named("x".repeat(255)), List.of(), CHANGE);

        assertThat(store.clients().page("x".repeat(64), Optional.empty(), 1).items())
                .hasSize(1);
    }

    private String plan(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("explain " + sql);
                ResultSet plan = statement.executeQuery()) {
            plan.next();
            return plan.getString(1);
        }
    }
}
