package dev.countersign.manage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatencyCountsTest {

    private final LatencyCounts counts = new LatencyCounts();

    @Test
    void aLimitBelongsToItsBucket() {
        long first = LatencyCounts.limits()[0];
        counts.add(first);
        counts.add(first + 1);
        assertThat(counts.counts()).startsWith(1, 1, 0);
        assertThat(counts.totalNanos()).isEqualTo(2 * first + 1);
    }

    @Test
    void theLastBucketHasNoLimit() {
        counts.add(Long.MAX_VALUE);
        long[] buckets = counts.counts();
        assertThat(buckets).hasSize(LatencyCounts.limits().length + 1);
        assertThat(buckets[buckets.length - 1]).isOne();
    }

    @Test
    void aClockThatStepsBackTakesNothingAway() {
        counts.add(-5);
        assertThat(counts.totalNanos()).isZero();
        assertThat(Arrays.stream(counts.counts()).sum()).isOne();
    }
}
