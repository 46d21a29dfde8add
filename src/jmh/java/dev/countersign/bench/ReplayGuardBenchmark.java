package dev.countersign.bench;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.AudiencePolicy;
import dev.countersign.auth.GuardRuns;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.ClientId;
import dev.countersign.replay.JournalReplayGuard;
import dev.countersign.replay.MemoryReplayGuard;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a claim costs while a million marks live, and what those weigh in memory: at most two microseconds, and 40 bytes
 * each.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Threads(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReplayGuardBenchmark {

    private static final int LIVE = 1_000_000;
    private static final int MOST_BYTES = 40;

    /** Between two claims, so that a million are made in the life of a mark: in nanoseconds. */
    private static final long STEP = Duration.ofSeconds(400).toNanos() / LIVE;

    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final AssertionRules RULES = new AssertionRules(
            URI.create("https://as.example"),
            AudiencePolicy.ISSUER,
            Duration.ofSeconds(10),
            Duration.ofMinutes(5),
            Set.of("ES256"),
            false);

    private static final long CAPACITY = 128L << 20;

    /** Where they are remembered. */
    @Param({"memory", "journal"})
    private String kind = "memory";

    /** How many clients the marks are of. */
    @Param({"1000", "1000000"})
    private int clients = 1000;

    private final AtomicLong next = new AtomicLong();
    private final AtomicLong now = new AtomicLong();
    private final InstantSource clock = () -> START.plusNanos(now.get());
    private ReplayGuard guard = new MemoryReplayGuard(CAPACITY, RULES, clock);

    @Setup(Level.Trial)
    public void fill() throws IOException {
        // The first use of everything has its own price.
        claimNext();
        long before = used();
        guard = made();
        for (int i = 0; i < LIVE; i++) {
            if (!claimNext()) {
                throw new IllegalStateException("a new assertion was used");
            }
        }
        long each = (used() - before) / LIVE;
        System.out.println(each + " bytes for each of " + LIVE + " live marks of " + clients + " clients");
        if (each > MOST_BYTES) {
            throw new IllegalStateException("a mark takes " + each + " bytes");
        }
    }

    /** Each claim ends another mark, so that a million stay. */
    @Benchmark
    public boolean claimed() {
        return claimNext();
    }

    @Benchmark
    public boolean refused() {
        long used = next.get() - 1;
        return guard.claim(client(used), "jti-" + used, Optional.of(START.plusSeconds(60)), end(used));
    }

    private boolean claimNext() {
        long i = next.getAndIncrement();
        if (i > LIVE) {
            // A thread may be late by some claims.
            now.accumulateAndGet((i - LIVE) * STEP, Math::max);
        }
        return guard.claim(client(i), "jti-" + i, Optional.of(START.plusSeconds(60)), end(i));
    }

    private ReplayGuard made() throws IOException {
        return kind.equals("memory")
                ? new MemoryReplayGuard(CAPACITY, RULES, clock)
                : new JournalReplayGuard(
                        Files.createTempDirectory("countersign-journal"),
                        CAPACITY,
                        RULES,
                        new SecretKeySpec(new byte[] {1}, "HmacSHA256"),
                        new NewStore(),
                        clock);
    }

    private ClientId client(long i) {
        return new ClientId("client-" + i % clients);
    }

    private static Instant end(long i) {
        return START.plusNanos((i + 1000) * STEP);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** With which no server has run before. */
    private static final class NewStore implements GuardRuns {

        @Override
        public UUID last() {
            return NONE;
        }

        @Override
        public void begin(UUID run) {
            // Is not asked again.
        }
    }
}
