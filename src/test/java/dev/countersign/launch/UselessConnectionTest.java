package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.SQLExceptionOverride.Override;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class UselessConnectionTest {

    private final UselessConnection verdict = new UselessConnection();

    @Test
    void oneToADatabaseThatOnlyReadsOrHasClosedItselfIsGivenUp() {
        assertThat(verdict.adjudicate(new SQLException("", "25006"))).isEqualTo(Override.MUST_EVICT);
        assertThat(verdict.adjudicate(new SQLException("", "90098"))).isEqualTo(Override.MUST_EVICT);
    }

    @Test
    void ofOthersThePoolDecidesItself() {
        assertThat(verdict.adjudicate(new SQLException("", "23505"))).isEqualTo(Override.CONTINUE_EVICT);
        assertThat(verdict.adjudicate(new SQLException("without a state"))).isEqualTo(Override.CONTINUE_EVICT);
    }
}
