package dev.countersign.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-07-01T12:00:00Z"));

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "3, PT3S",
        "' 120 ', PT2M",
        "3601, PT1H",
        "9999999999999999999999, PT1H",
        "'Wed, 01 Jul 2026 12:00:04 GMT', PT4S",
        "'Wed, 01 Jul 2026 11:59:59 GMT', PT0S",
        "'Thu, 02 Jul 2026 12:00:00 GMT', PT1H"
    })
    void secondsOrADate(String value, Duration wait) {
        assertThat(RetryAfter.in(headers(Map.of("Retry-After", value)), CLOCK)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-5", "+5", "1.5", "soon", "2026-07-01T12:00:04Z", "Mon, 01 Jul 2026 12:00:04 GMT"})
    void whatCannotBeReadIsNone(String value) {
        assertThat(RetryAfter.in(headers(Map.of("Retry-After", value)), CLOCK)).isEmpty();
        assertThat(RetryAfter.in(headers(Map.of()), CLOCK)).isEqualTo(Optional.empty());
    }

    /** The clocks of the two may differ by hours. */
    @Test
    void aDateIsByTheServersOwnClock() {
        Map<String, String> fields =
                Map.of("Retry-After", "Wed, 01 Jul 2026 18:00:05 GMT", "Date", "Wed, 01 Jul 2026 18:00:00 GMT");
        assertThat(RetryAfter.in(headers(fields), CLOCK)).contains(Duration.ofSeconds(5));

        Map<String, String> broken = Map.of("Retry-After", "Wed, 01 Jul 2026 12:00:05 GMT", "Date", "today");
        assertThat(RetryAfter.in(headers(broken), CLOCK)).contains(Duration.ofSeconds(5));
    }

    private static HttpHeaders headers(Map<String, String> fields) {
        Map<String, List<String>> lists = new HashMap<>();
        fields.forEach((name, value) -> lists.put(name, List.of(value)));
        return HttpHeaders.of(lists, (name, value) -> true);
    }
}
