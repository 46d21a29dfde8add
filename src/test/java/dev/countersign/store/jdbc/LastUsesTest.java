package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.UnavailableException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
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
                    "insert into countersign_client values ('a', '', '', 'public', true, 'none', '', false, 1, ?, ?)",
                    NOON,
                    NOON);
            return Sql.execute(
                    connection,
                    "insert into countersign_client_secret values ('a', 's1', 0, '', '', ?, null, null)",
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

    private void up() {
        dataSource.setURL("jdbc:h2:" + directory.resolve("clients"));
    }

    private Optional<Instant> lastUsed() {
        return connections
                .read(connection -> Sql.first(
                        connection,
                        row -> Sql.optionalInstant(row, "last_used_at"),
                        "select last_used_at from countersign_client_secret"))
                .flatMap(at -> at);
    }
}
