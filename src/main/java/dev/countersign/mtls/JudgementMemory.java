package dev.countersign.mtls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers judgements within a bounded part of the heap; those that were not asked for longest are dropped first.
 * Thread-safe.
 */
final class JudgementMemory {

    private static final int PARTS = 16;

    /** A key, its text, the maps' nodes, instants. */
    private static final long ENTRY_BYTES = 512;

    private final List<Part> parts = new ArrayList<>();

    /** @param maxBytes of the heap, estimated */
    JudgementMemory(long maxBytes) {
        for (int i = 0; i < PARTS; i++) {
            parts.add(new Part(maxBytes / PARTS));
        }
    }

    /**
     * What was judged.
     *
     * @param version of the revocation lists
     * @param until from this instant on it no longer counts
     * @param bytes of the heap that it takes
     */
    record Remembered(PathJudgement judgement, long version, Instant until, long bytes) {

        boolean counts(long current, Instant now) {
            return version == current && now.isBefore(until);
        }
    }

    Optional<Remembered> get(String key) {
        return part(key).get(key);
    }

    /** One that is larger than an eighth of its part of the room is not kept. */
    void put(String key, Remembered judged) {
        part(key).put(key, judged);
    }

    void remove(String key) {
        part(key).remove(key);
    }

    /** The heap bytes of all entries, estimated. */
    long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    int size() {
        return parts.stream().mapToInt(Part::size).sum();
    }

    private Part part(String key) {
        return parts.get(Math.floorMod(key.hashCode(), PARTS));
    }

    /** Keys of one lock. Text keys are compared, so that forged collisions of hash codes cost little. */
    private static final class Part {

        private static final int VALUE_SHARE = 8;

        private final ReentrantLock lock = new ReentrantLock();
        private final Map<String, Remembered> entries = new LinkedHashMap<>(16, 0.75f, true);
        private final long maxBytes;
        private long bytes;

        Part(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        Optional<Remembered> get(String key) {
            lock.lock();
            try {
                return Optional.ofNullable(entries.get(key));
            } finally {
                lock.unlock();
            }
        }

        void put(String key, Remembered judged) {
            long weight = weight(judged);
            lock.lock();
            try {
                remove(key);
                if (weight > maxBytes / VALUE_SHARE) {
                    return;
                }
                Iterator<Remembered> eldest = entries.values().iterator();
                while (bytes + weight > maxBytes && eldest.hasNext()) {
                    bytes -= weight(eldest.next());
                    eldest.remove();
                }
                entries.put(key, judged);
                bytes += weight;
            } finally {
                lock.unlock();
            }
        }

        void remove(String key) {
            lock.lock();
            try {
                Remembered removed = entries.remove(key);
                bytes -= removed == null ? 0 : weight(removed);
            } finally {
                lock.unlock();
            }
        }

        long bytes() {
            lock.lock();
            try {
                return bytes;
            } finally {
                lock.unlock();
            }
        }

        int size() {
            lock.lock();
            try {
                return entries.size();
            } finally {
                lock.unlock();
            }
        }

        private static long weight(Remembered judged) {
            return ENTRY_BYTES + judged.bytes();
        }
    }
}
