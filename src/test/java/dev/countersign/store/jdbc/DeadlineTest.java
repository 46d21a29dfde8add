package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.UnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private final JdbcDataSource database = new JdbcDataSource();
    private Connection open;
    private long nanos = Long.MAX_VALUE - 1;
    private Connections connections;

    @BeforeEach
    void create() throws SQLException {
        database.setURL("jdbc:h2:mem:deadline");
        open = database.getConnection();
        Sql.execute(open, "create table t (n int not null)");
        connections = new Connections(database, () -> nanos);
    }

    @AfterEach
    void close() throws SQLException {
        open.close();
    }

    @Test
    void gen11_ofATransactionThatIsTooSlowNothingIsWritten() {
        assertThatThrownBy(() -> connections.transact(connection -> {
                    pass(Deadline.MAX_WORK.minusNanos(1));
                    insert(connection);
                    pass(Duration.ofNanos(1));
                    return insert(connection);
                }))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("too slow")
                .hasMessageContaining("PT8S");

        assertThat(rows()).isZero();
    }

    @Test
    void gen11_theTriesAfterAConflictHaveNoMoreTimeThanTheFirst() {
        assertThatThrownBy(() -> connections.transact(connection -> {
                    insert(connection);
                    pass(Deadline.MAX_WORK.dividedBy(3));
                    throw new SQLException("planted: a deadlock", "40001");
                }))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("too slow");

        assertThat(rows()).isZero();
    }

    @Test
    void gen11_readingIsBoundedAsAWhole() {
        assertThatThrownBy(() -> connections.read(connection -> {
                    pass(Deadline.MAX_WORK);
                    return Sql.first(connection, row -> row.getInt(1), "select count(*) from t");
                }))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void aCallWithinACallHasNoMoreTimeThanTheOuterOne() {
        assertThatThrownBy(() -> connections.read(connection -> {
                    pass(Deadline.MAX_WORK);
                    return rows();
                }))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void theNextCallOfTheThreadHasAllTheTimeAgain() {
        connections.transact(connection -> {
            insert(connection);
            rows();
            pass(Deadline.MAX_WORK.multipliedBy(2));
            return true;
        });

        assertThat(rows()).isOne();
        assertThat(Deadline.secondsForStatement()).isEqualTo(5);
    }

    @Test
    @SuppressWarnings("try") // The deadline is the thread's.
    void aStatementHasFiveSecondsOrWhatIsLeft() {
        try (Deadline whole = new Deadline(() -> nanos)) {
            assertThat(Deadline.secondsForStatement()).isEqualTo(5);
            pass(Duration.ofSeconds(3));
            assertThat(Deadline.secondsForStatement()).isEqualTo(5);
            pass(Duration.ofMillis(1));
            assertThat(Deadline.secondsForStatement()).isEqualTo(5);
            pass(Duration.ofSeconds(1));
            assertThat(Deadline.secondsForStatement()).isEqualTo(4);
            pass(Duration.ofMillis(3998));
            assertThat(Deadline.secondsForStatement()).isOne();
            assertThat(CompletableFuture.supplyAsync(Deadline::secondsForStatement))
                    .as("another thread")
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isEqualTo(5);
        }
    }

    private int rows() {
        return connections.read(connection -> Sql.first(connection, row -> row.getInt(1), "select count(*) from t")
                .orElseThrow());
    }

    private static int insert(Connection connection) throws SQLException {
        return Sql.execute(connection, "insert into t (n) values (1)");
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
