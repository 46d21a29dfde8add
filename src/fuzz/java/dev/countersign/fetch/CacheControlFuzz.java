package dev.countersign.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * KEY-6: whatever an origin says about the life of its key set, it is believed for no shorter and no longer than we
 * allow.
 */
class CacheControlFuzz {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration MAX_FRESH = Duration.ofMinutes(10);
    private static final FetchLimits LIMITS =
            new FetchLimits(Set.of(), Duration.ofSeconds(3), 1, MAX_FRESH, Duration.ofSeconds(30), Duration.ZERO);

    @FuzzTest(maxDuration = "5m")
    void lifetime(FuzzedDataProvider data) {
        Freshness fields = new Freshness(
                List.of(data.consumeString(100), data.consumeString(100)),
                data.consumeBoolean() ? List.of() : List.of(data.consumeString(50)),
                data.consumeBoolean() ? List.of() : List.of(data.consumeString(50)),
                data.consumeBoolean() ? List.of() : List.of(data.consumeString(50)));
        fields.lifetime(NOW).ifPresent(lifetime -> {
            assertThat(lifetime).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(LIMITS.within(lifetime)).isBetween(FetchLimits.MIN_FRESH, MAX_FRESH);
        });
    }

    @FuzzTest(maxDuration = "5m")
    void whatIsAddedShortensOnly(FuzzedDataProvider data) {
        CacheControl more = CacheControl.parse(List.of("max-age=60", data.consumeRemainingAsString()));
        assertThat(more.maxAge().orElseThrow()).isBetween(Duration.ZERO, Duration.ofSeconds(60));
    }
}
