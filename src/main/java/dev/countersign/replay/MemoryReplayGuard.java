package dev.countersign.replay;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.ReplayGuard;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Remembers used assertions on this node alone, until the process ends (RFC 7523, section 3). It never forgets one that could still be sent: when there is no room left,
 * or none left for this client, it refuses the new one. After a start it refuses for a while what may have been used before, see {@link Restart}. A mark takes 50
 * to 90 bytes. Thread-safe.
 */
public final class MemoryReplayGuard implements ReplayGuard {

    /** In marks. */
    public static final int DEFAULT_CAPACITY = 1 << 20;

    private static final int LARGEST_CAPACITY = 1 << 26;

    private static final int SHARDS = 64;

    /** What is swept with each claim: so many rows, and this part of a shard, so that each shard is through after at most so many of its turns. */
    private static final int FEWEST_SWEPT = 8;

    private static final int SWEEPS_OF_A_SHARD = 1024;

    /** When there is no room: in rows under one lock. */
    private static final int PIECE = 4096;

    /** In microseconds. */
    private static final long BETWEEN_SWEEPS = Duration.ofSeconds(1).toNanos() / 1000;

    private final InstantSource clock;
    private final Restart restart;
    private final Room room;
    private final Shard[] shards;
    private final MarkHash hash = new MarkHash();
    private final AtomicInteger turn = new AtomicInteger();

    /** The latest time there was, in microseconds since the epoch. When the clock is put back, what was forgotten by then stays refused. */
    private final AtomicLong latest;

    private final AtomicLong nextFullSweep;

    public MemoryReplayGuard(AssertionRules rules, InstantSource clock) {
        this(DEFAULT_CAPACITY, rules, clock);
    }

    /** @param capacity in marks, all clients' together */
    public MemoryReplayGuard(int capacity, AssertionRules rules, InstantSource clock) {
        if (capacity < 1 || capacity > LARGEST_CAPACITY) {
            throw new IllegalArgumentException("a guard has room for 1 to " + LARGEST_CAPACITY + " marks");
        }
        Instant start = clock.instant();
        this.clock = clock;
        this.restart = new Restart(start, rules);
        this.room = new Room(capacity);
        this.shards = IntStream.range(0, SHARDS).mapToObj(i -> new Shard(room)).toArray(Shard[]::new);
        this.latest = new AtomicLong(micros(start));
        this.nextFullSweep = new AtomicLong(micros(start));
    }

    @Override
    public boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        if (!restart.precedes(issuedAt, until)) {
            throw new UnavailableException("the assertion may have been used before this node started");
        }
        long now = latest.accumulateAndGet(micros(clock.instant()), Math::max);
        long end = micros(until.plusNanos(999));
        if (end <= now) {
            throw new UnavailableException("the assertion ended too long ago to know whether it was used");
        }
        Mark mark = hash.of(client, jti, end);
        // By the upper half: the lower one finds the row within the shard.
        Shard shard = shards[Math.floorMod(mark.client() >> Integer.SIZE, SHARDS)];
        shards[Math.floorMod(turn.getAndIncrement(), SHARDS)].sweepInPassing(FEWEST_SWEPT, SWEEPS_OF_A_SHARD, now);
        Shard.Answer answer = shard.claim(mark, now);
        if (answer == Shard.Answer.NO_ROOM && sweepAll(now)) {
            answer = shard.claim(mark, now);
        }
        if (answer == Shard.Answer.NO_ROOM) {
            throw new UnavailableException("no room to remember another assertion of this client");
        }
        return answer == Shard.Answer.MARKED;
    }

    /** How many marks are kept, some of which may have ended. */
    int size() {
        return room.taken();
    }

    /** Frees whatever can be freed, unless somebody has just done so. One shard after the other: the others go on meanwhile. */
    private boolean sweepAll(long now) {
        long due = nextFullSweep.get();
        if (now < due || !nextFullSweep.compareAndSet(due, now + BETWEEN_SWEEPS)) {
            return false;
        }
        for (Shard shard : shards) {
            shard.sweep(PIECE, now);
        }
        return true;
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
