package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.UnavailableException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFailureTest {

    /**
     * Connection lost, too many of them, cancelled, shut down, locked, read-only stand-by, H2's own ones for a closed
     * or broken database.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "53100", "53300", "57014", "57P01", "57P02", "57P03", "25P03", "58030", "40001", "HYT00",
                "25006", "28000", "90121", "90098", "90028", "XX000"
            })
    void gen11_whatTheDatabaseCannotDoNowIsUnavailable(String state) {
        assertThat(SqlFailure.translate(new SQLException("x", state))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void gen11_aFailureWithoutAReasonIsUnavailable() {
        assertThat(SqlFailure.translate(new SQLException("x"))).isInstanceOf(UnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "42S02", "42000", "23505", "22003", "0A000"})
    void aMistakeIsAMistake(String state) {
        assertThat(SqlFailure.translate(new SQLException("x", state))).isExactlyInstanceOf(IllegalStateException.class);
    }

    /** In the others it is known that nothing was changed. */
    @Test
    void gen11_whatMayHaveBeenDoneIsNotTriedAgain() {
        assertThat(SqlFailure.isWorthAnotherTry(new SQLException("x", "40001"))).isTrue();
        assertThat(SqlFailure.isWorthAnotherTry(new SQLException("x", "40P01"))).isTrue();
        assertThat(SqlFailure.isWorthAnotherTry(new SQLException("x", "40003"))).isFalse();
        assertThat(SqlFailure.isWorthAnotherTry(new SQLException("x", "08006"))).isFalse();
    }

    @Test
    void whatTheDriverSaysStaysOutOfTheMessage() {
        assertThat(SqlFailure.translate(new SQLException("hash of a secret", "23505")))
                .hasMessageNotContaining("hash of a secret");
        assertThat(SqlFailure.unavailable(new SQLException("jdbc:x?password=y")))
                .hasMessageNotContaining("password");
    }
}
