package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2StoreReplayGuardTest extends StoreReplayGuardContract {

    @TempDir
    static Path directory;

    @Override
    protected HikariConfig database() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:" + directory.resolve("clients"));
        return config;
    }

    @Test
    void whatIsToBeForgottenIsFoundByTheIndex() {
        List<String> plan = node.store
                .connections()
                .read(connection ->
                        Sql.list(connection, row -> row.getString(1), "explain " + UsedAssertions.OLDEST, now, 1));

        assertThat(plan.toString())
                .contains("COUNTERSIGN_USED_ASSERTION_END")
                .contains("/* index sorted */")
                .doesNotContain("tableScan");
    }
}
