package dev.countersign.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

class FreshnessTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/fetch/lifetimes.csv", delimiter = '|', quoteCharacter = '\'')
    void key6_lifetime(
            @Nullable String cacheControl,
            @Nullable String expires,
            @Nullable String date,
            @Nullable String age,
            String seconds) {
        Freshness fields = new Freshness(field(cacheControl), field(expires), field(date), field(age));

        assertThat(fields.lifetime(NOW))
                .isEqualTo(
                        seconds.equals("-")
                                ? Optional.empty()
                                : Optional.of(Duration.ofSeconds(Long.parseLong(seconds))));
    }

    @Test
    void key6_severalFieldsAreOne() {
        List<String> fields = List.of("max-age=60", "public", "max-age=40");

        assertThat(new Freshness(fields, List.of(), List.of(), List.of()).lifetime(NOW))
                .contains(Duration.ofSeconds(40));
    }

    @Test
    void key6_theLifeHasAMinimumAndAMaximum() {
        FetchLimits limits = limits(Duration.ofMinutes(10));

        assertThat(limits.within(Duration.ZERO)).isEqualTo(Duration.ofSeconds(30));
        assertThat(limits.within(Duration.ofSeconds(31))).isEqualTo(Duration.ofSeconds(31));
        assertThat(limits.within(Duration.ofDays(9))).isEqualTo(Duration.ofMinutes(10));
        assertThat(limits(SECOND).within(Duration.ZERO)).isEqualTo(SECOND);
    }

    @Test
    void key5_theBackOffDoublesAndIsBounded() {
        assertThat(FetchLimits.backOff(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(FetchLimits.backOff(2)).isEqualTo(Duration.ofSeconds(10));
        assertThat(FetchLimits.backOff(5)).isEqualTo(Duration.ofMinutes(1));
        assertThat(FetchLimits.backOff(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> limits(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        for (String origin :
                List.of("https://keys.example/jwks", "keys.example", "ftp://keys.example", "https://u@k")) {
            assertThatThrownBy(
                            () -> new FetchLimits(Set.of(URI.create(origin)), SECOND, 1, SECOND, SECOND, Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> new FetchLimits(Set.of(), SECOND, 0, SECOND, SECOND, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FetchLimits(Set.of(), SECOND, 1, SECOND, SECOND, SECOND.negated()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static FetchLimits limits(Duration longestFresh) {
        return new FetchLimits(Set.of(), SECOND, 1, longestFresh, SECOND, Duration.ZERO);
    }

    private static List<String> field(@Nullable String value) {
        return value == null ? List.of() : List.of(value);
    }
}
