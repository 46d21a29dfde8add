package dev.countersign.manage;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts how often something took how long, in fixed buckets, from the start. Counting never waits. Thread-safe. */
public final class LatencyCounts {

    /** The upper limits of the buckets in nanoseconds, inclusive; the last bucket has none. */
    private static final long[] LIMITS = {
        50_000L,
        100_000L,
        250_000L,
        500_000L,
        1_000_000L,
        2_500_000L,
        5_000_000L,
        10_000_000L,
        25_000_000L,
        100_000_000L,
        500_000_000L,
        1_000_000_000L,
        5_000_000_000L
    };

    private final List<LongAdder> counts =
            Stream.generate(LongAdder::new).limit(LIMITS.length + 1L).toList();
    private final LongAdder totalNanos = new LongAdder();

    /** @param nanos of one run; a negative reading counts as 0 */
    public void add(long nanos) {
        long taken = Math.max(0, nanos);
        int bucket = 0;
        while (bucket < LIMITS.length && taken > LIMITS[bucket]) {
            bucket++;
        }
        counts.get(bucket).increment();
        totalNanos.add(taken);
    }

    /** The upper limits in nanoseconds, without that of the last bucket, which is endless. */
    public static long[] limits() {
        return LIMITS.clone();
    }

    /** The number of each bucket alone, one more than there are {@link #limits()}. */
    public long[] counts() {
        return counts.stream().mapToLong(LongAdder::sum).toArray();
    }

    /** The sum of all durations. */
    public long totalNanos() {
        return totalNanos.sum();
    }
}
