package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.UnavailableException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Too many connections or statements of one user, read-only, a full table, a wait that took too long, killed. */
    @ParameterizedTest
    @CsvSource({"42000, 1203", "42000, 1226", "HY000, 1290", "HY000, 1114", "HY000, 1205", "70100, 1969", "08S01, 1053"
    })
    void gen11_whatMariaDbCannotDoNowIsUnavailable(String state, int code) {
        assertThat(SqlFailure.translate(new SQLException("x", state, code))).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aKeyThatIsTakenIsToldFromOtherViolations() {
        assertThat(SqlFailure.isTaken(new SQLException("x", "23505", 0))).isTrue();
        assertThat(SqlFailure.isTaken(new SQLException("x", "23000", 1062))).isTrue();
        // A check, and a foreign key.
        assertThat(SqlFailure.isTaken(new SQLException("x", "23000", 4025))).isFalse();
        assertThat(SqlFailure.isTaken(new SQLException("x", "23000", 1452))).isFalse();
        assertThat(SqlFailure.isTaken(new SQLException("x", "23514", 0))).isFalse();
        assertThat(SqlFailure.isTaken(new SQLException("x"))).isFalse();
    }

    /** A claim that failed may be made again only where nothing of it was written. */
    @Test
    void jwt6_anUnknownOutcomeIsNotUndone() {
        assertThat(SqlFailure.isUndone(new SQLException("deadlock", "40001", 1213)))
                .isTrue();
        assertThat(SqlFailure.isUndone(new SQLException("deadlock", "40P01"))).isTrue();
        assertThat(SqlFailure.isUndone(new SQLException("statement completion unknown", "40003")))
                .isFalse();
        assertThat(SqlFailure.isUndone(new SQLException("lock wait timeout", "HY000", 1205)))
                .isFalse();
        assertThat(SqlFailure.isUndone(new SQLException("connection lost", "08006")))
                .isFalse();
    }

    @Test
    void aConflictIsWorthAnotherTry() {
        assertThat(SqlFailure.isWorthAnotherTry(new SQLException("deadlock", "40001", 1213)))
                .isTrue();
        assertThat(SqlFailure.isWorthAnotherTry(new SQLException("lock wait timeout", "HY000", 1205)))
                .isTrue();
        assertThat(SqlFailure.isWorthAnotherTry(new SQLException("changed since read", "HY000", 1020)))
                .isTrue();
        assertThat(SqlFailure.isWorthAnotherTry(new SQLException("read-only", "HY000", 1290)))
                .isFalse();
        assertThat(SqlFailure.isWorthAnotherTry(new SQLException("unknown", "40003")))
                .isFalse();
    }

    @Test
    void whatTheDriverSaysStaysOutOfTheMessage() {
        assertThat(SqlFailure.translate(new SQLException("hash of a secret", "23505")))
                .hasMessageNotContaining("hash of a secret");
        assertThat(SqlFailure.unavailable(new SQLException("jdbc:x?password=y")))
                .hasMessageNotContaining("password");
    }
}
