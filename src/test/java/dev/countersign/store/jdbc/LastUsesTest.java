package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.UnavailableException;
import dev.countersign.log.HeardLog;
import dev.countersign.task.BackgroundTask;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastUsesTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    private final JdbcDataSource dataSource = new JdbcDataSource();
    private final BreakableDataSource breakable = new BreakableDataSource(dataSource);
    private Connections connections;
    private LastUses uses;

    @BeforeEach
    void open() {
        up();
        new Schema(dataSource).migrate();
        connections = new Connections(dataSource);
        connections.transact(connection -> {
            Sql.execute(
                    connection,
                    "insert into countersign_client (client_id, name, description, access_type, enabled, method, scopes, administrator,"
                            + " version, created_at, updated_at) values ('a', '', '', 'public', true, 'none', '', false, 1, ?, ?)",
                    NOON,
                    NOON);
            return Sql.execute(
                    connection,
                    "insert into countersign_client_secret (client_id, secret_id, place, label, hash, created_at)"
                            + " values ('a', 's1', 0, '', '', ?)",
                    NOON);
        });
        uses = new LastUses(connections);
    }

    @AfterEach
    void close() {
        uses.close();
    }

    @Test
    void whatCouldNotBeWrittenIsKept() {
        uses.used("s1", NOON);
        dataSource.setURL("jdbc:h2:" + directory.resolve("none") + ";IFEXISTS=TRUE");
        assertThatThrownBy(uses::write).isInstanceOf(UnavailableException.class);
        uses.close();
        up();

        uses.write();

        assertThat(lastUsed()).contains(NOON);
    }

    @Test
    void anIdThatNoCredentialCanHaveHoldsUpNothing() {
        uses.used("\0", NOON);
        uses.used("x".repeat(1000), NOON);
        uses.used("s1", NOON);

        uses.write();

        assertThat(lastUsed()).contains(NOON);
    }

    @Test
    void timeOnlyGoesForward() {
        uses.used("s1", NOON);
        uses.write();
        uses.used("s1", NOON.minusSeconds(1));
        uses.write();
        assertThat(lastUsed()).contains(NOON);

        uses.used("s1", NOON.plusSeconds(1));
        uses.write();
        assertThat(lastUsed()).contains(NOON.plusSeconds(1));
    }

    @Test
    void gen11_anErrorDoesNotEndTheWriting() throws Exception {
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                LastUses often = new LastUses(new Connections(breakable.dataSource()), Duration.ofMillis(1))) {
            breakable.plant(new NoClassDefFoundError("planted"));
            often.used("s1", NOON);
            assertThat(breakable.failures.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();
            breakable.plant(null);

            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (lastUsed().isEmpty()) {
                assertThat(System.nanoTime() - end).isNegative();
            }
            assertThat(log.text()).containsOnlyOnce("task=last-uses failed: ");
        }
    }

    @Test
    void whatIsLeftAtTheEndIsWritten() {
        uses.used("s1", NOON);

        uses.close();

        assertThat(lastUsed()).contains(NOON);
    }

    private void up() {
        dataSource.setURL("jdbc:h2:" + directory.resolve("clients"));
    }

    private Optional<Instant> lastUsed() {
        return connections
                .read(connection -> Sql.first(
                        connection,
                        row -> Sql.optionalInstant(row, 1),
                        "select last_used_at from countersign_client_secret"))
                .flatMap(at -> at);
    }
}
