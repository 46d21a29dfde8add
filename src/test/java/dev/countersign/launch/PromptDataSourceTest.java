package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class PromptDataSourceTest {

    private static final String YES = "yes";
    private static final Connection CONNECTION = (Connection) Proxy.newProxyInstance(
            PromptDataSourceTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, args) -> {
                throw new UnsupportedOperationException();
            });

    /** What the attempts come to: a SQLSTATE, or yes. */
    private final Deque<String> attempts = new ArrayDeque<>();

    private final PromptDataSource source = new PromptDataSource(driver(), Duration.ofMillis(1));

    @Test
    void aFailureBeforeTheFirstConnectionIsThrownAtOnce() throws SQLException {
        attempts.addAll(List.of("08001", "08001", YES));

        assertFails("08001");
        assertFails("08001");
        assertThat(source.getConnection()).isSameAs(CONNECTION);
    }

    @Test
    void afterwardsTheSameFailureIsThrownOnceAndThenWaitedFor() throws SQLException {
        attempts.addAll(List.of(YES, "08001", "08001", "08001", YES));
        source.getConnection();

        assertFails("08001");
        assertThat(source.getConnection()).isSameAs(CONNECTION);
        assertThat(attempts).isEmpty();
    }

    @Test
    void anotherFailureIsThrown() throws SQLException {
        attempts.addAll(List.of(YES, "08001", "08001", "57P03", YES, "57P03"));
        source.getConnection();

        assertFails("08001");
        assertFails("57P03");
        source.getConnection();
        assertFails("57P03");
    }

    @Test
    void anInterruptEndsTheWait() throws SQLException {
        attempts.addAll(List.of(YES, "08001", "08001"));
        source.getConnection();
        assertFails("08001");

        Thread.currentThread().interrupt();

        assertFails("08001");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void assertFails(String state) {
        assertThatThrownBy(source::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    private DataSource driver() {
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
                    String attempt = attempts.remove();
                    if (attempt.equals(YES)) {
                        return CONNECTION;
                    }
                    throw new SQLException("no", attempt);
                });
    }
}
