package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import dev.countersign.log.HeardLog;
import dev.countersign.task.BackgroundTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    void gen11_anErrorDoesNotEndTheForgetting() throws Exception {
        assertThat(claim(guard(), BILLING, "a", now.plusMillis(1))).isTrue();
        now = now.plusSeconds(1);
        BreakableDataSource dataSource = new BreakableDataSource(node.pool);
        dataSource.plant(new NoClassDefFoundError("planted"));
        Connections connections = new Connections(dataSource.dataSource());
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                Sweep sweep = new UsedAssertions(connections).sweep(clock, Duration.ofMillis(1))) {
            assertThat(sweep).isNotNull();
            assertThat(dataSource.failures.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();
            dataSource.plant(null);

            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (rows() > 0) {
                assertThat(System.nanoTime() - end).isNegative();
            }
            assertThat(log.text()).containsOnlyOnce("task=used-assertions failed: ");
        }
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
