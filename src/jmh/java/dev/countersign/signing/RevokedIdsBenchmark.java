package dev.countersign.signing;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to look up a token's id among the revoked ones: no more among a million than among a thousand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RevokedIdsBenchmark {

    private static final long HOUR_SECONDS = 3600;
    private static final int ASKED = 1 << 16;

    @Param({"1000", "1000000"})
    private int revoked;

    private final RevokedIds ids = new RevokedIds(1L << 30);
    private final TokenId[] asked = new TokenId[ASKED];
    private int next;

    /** Half of those that are asked for are revoked. */
    @Setup
    public void fill() {
        for (int i = 0; i < revoked; i++) {
            TokenId id = TokenId.random();
            ids.add(id, HOUR_SECONDS, 0);
            if (i % 2 == 0) {
                asked[i / 2 % ASKED] = id;
            }
        }
        for (int i = 0; i < ASKED; i++) {
            if (asked[i] == null || i % 2 == 0) {
                asked[i] = TokenId.random();
            }
        }
    }

    @Benchmark
    public boolean contains() {
        next = (next + 1) % ASKED;
        return ids.contains(asked[next]);
    }
}
