package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2RevokedTokensTest extends RevokedTokensContract {

    @TempDir
    static Path directory;

    @Override
    protected HikariConfig database() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:" + directory.resolve("clients"));
        return config;
    }

    @Test
    void stepsAndWhatIsToBeForgottenAreRangesOfIndexes() {
        assertThat(plan(JdbcRevokedTokens.SINCE, 1L, 1))
                .contains("COUNTERSIGN_REVOKED_TOKEN_N", "/* index sorted */")
                .doesNotContain("tableScan");
        assertThat(plan(JdbcRevokedTokens.OLDEST, now, 1))
                .contains("COUNTERSIGN_REVOKED_TOKEN_END", "/* index sorted */")
                .doesNotContain("tableScan");
    }

    private String plan(String sql, Object... parameters) {
        List<String> plan = node.store
                .connections()
                .read(connection -> Sql.list(connection, row -> row.getString(1), "explain " + sql, parameters));
        return plan.toString();
    }
}
