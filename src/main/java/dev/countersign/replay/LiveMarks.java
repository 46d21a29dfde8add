package dev.countersign.replay;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * All live marks, by their end: a ring of {@link Generation}s, each for one span of time. A mark is searched in each of
 * them, since an assertion of the same id may have another end. No sweep is needed: a generation whose span is over is
 * dropped as a whole. Thread-safe.
 */
final class LiveMarks {

    /** The result of a claim, or of a look. */
    enum Answer {
        /** It was not used before; a claim has marked it. */
        FREE,
        USED,
        NO_ROOM,
        ENDED,
        TOO_LONG
    }

    /** Few enough that searching each is cheap, many enough that a mark is kept only shortly after its end. */
    private static final int GENERATIONS = 16;

    private static final long FIXED_BYTES =
            (long) GENERATIONS * Generation.EMPTY_BYTES + Generation.STRIPES * 64L + 1024;

    private final int spanBits;
    private final CapacityShare room;
    private final ReentrantLock[] stripes = IntStream.range(0, Generation.STRIPES)
            .mapToObj(i -> new ReentrantLock())
            .toArray(ReentrantLock[]::new);
    private final AtomicReferenceArray<Generation> ring = new AtomicReferenceArray<>(GENERATIONS);
    private final ReentrantLock turning = new ReentrantLock();

    /** The number of the first generation that may have a live mark. Increased before a generation is dropped. */
    private volatile long first;

    /**
     * An empty one.
     *
     * @param capacity in bytes of heap
     * @param longestLife how far ahead the end of a mark may lie
     */
    LiveMarks(long capacity, Duration longestLife) {
        this.room = new CapacityShare(capacity, FIXED_BYTES);
        this.spanBits = spanBits(longestLife);
    }

    /** @param now in microseconds since the epoch; never less than in an earlier call, except for concurrent calls */
    Answer claim(Mark mark, long now) {
        return answer(mark, now, true);
    }

    /** What {@link #claim} would answer; marks nothing. */
    Answer look(Mark mark, long now) {
        return answer(mark, now, false);
    }

    private Answer answer(Mark mark, long now, boolean marking) {
        turnTo(now);
        int stripe = (int) mark.high() & (Generation.STRIPES - 1);
        stripes[stripe].lock();
        try {
            if (remembers(mark, stripe, now)) {
                return Answer.USED;
            }
            long number = mark.until() >> spanBits;
            // After the search: a generation that was dropped during it holds only marks that have ended, and so this
            // mark has ended, too.
            if (number < first || mark.until() <= now) {
                return Answer.ENDED;
            }
            if (number - first >= GENERATIONS) {
                return Answer.TOO_LONG;
            }
            if (!room.admits(() -> marksOf(mark.client()))) {
                return Answer.NO_ROOM;
            }
            return !marking || generation(number).add(mark, stripe) ? Answer.FREE : Answer.NO_ROOM;
        } finally {
            stripes[stripe].unlock();
        }
    }

    /** Adds a mark of an earlier process, whatever the client's share, unless it has ended; false: there is no room. */
    boolean restore(Mark mark, long now) {
        turnTo(now);
        if (mark.until() <= now) {
            return true;
        }
        int stripe = (int) mark.high() & (Generation.STRIPES - 1);
        stripes[stripe].lock();
        try {
            return generation(mark.until() >> spanBits).add(mark, stripe);
        } finally {
            stripes[stripe].unlock();
        }
    }

    /** How many are kept, some of which may have ended. */
    long size() {
        return generations().mapToLong(Generation::marks).sum();
    }

    CapacityShare room() {
        return room;
    }

    private boolean remembers(Mark mark, int stripe, long now) {
        for (int place = 0; place < GENERATIONS; place++) {
            Generation generation = ring.get(place);
            if (generation != null && generation.remembers(mark, stripe, now)) {
                return true;
            }
        }
        return false;
    }

    private long marksOf(int client) {
        return generations().mapToLong(generation -> generation.marksOf(client)).sum();
    }

    private Stream<Generation> generations() {
        return IntStream.range(0, GENERATIONS).mapToObj(ring::get).filter(Objects::nonNull);
    }

    /** Drops the generations that are over. */
    private void turnTo(long now) {
        if (now >> spanBits <= first) {
            return;
        }
        turning.lock();
        try {
            first = Math.max(first, now >> spanBits);
            IntStream.range(0, GENERATIONS).forEach(this::dropIfOver);
        } finally {
            turning.unlock();
        }
    }

    private void dropIfOver(int place) {
        Generation generation = ring.get(place);
        if (generation != null && generation.number() < first) {
            ring.set(place, null);
            generation.drop();
        }
    }

    private Generation generation(long number) {
        int place = (int) (number & (GENERATIONS - 1));
        Generation present = ring.get(place);
        if (present != null && present.number() == number) {
            return present;
        }
        turning.lock();
        try {
            present = ring.get(place);
            if (present != null && present.number() == number) {
                return present;
            }
            Generation made = new Generation(number, spanBits, room);
            if (number < first) {
                // The span ended after the caller's check, and with it the mark.
                made.drop();
            } else {
                ring.set(place, made);
            }
            return made;
        } finally {
            turning.unlock();
        }
    }

    /**
     * The shortest spans that suffice: a life that begins late in a span touches two spans more than its length has.
     */
    private static int spanBits(Duration longestLife) {
        long micros = longestLife.toNanos() / 1000;
        return IntStream.range(20, Long.SIZE)
                .filter(bits -> (micros >> bits) + 2 <= GENERATIONS)
                .findFirst()
                .orElseThrow();
    }
}
