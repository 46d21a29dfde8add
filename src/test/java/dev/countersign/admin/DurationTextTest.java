package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationTextTest {

    @ParameterizedTest
    @CsvSource({"PT26280H,P1095D", "P1D,P1D", "PT25H,PT25H", "PT10M,PT10M", "PT0S,PT0S", "PT0.5S,PT0.5S"})
    void wholeDaysAreDays(Duration duration, String text) {
        assertThat(DurationText.of(duration)).isEqualTo(text);
        assertThat(DurationText.parse("x", text)).isEqualTo(duration);
    }
}
