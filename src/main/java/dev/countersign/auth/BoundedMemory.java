package dev.countersign.auth;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Remembers values by text within a bounded part of the heap; those that were not asked for longest are dropped first.
 * Thread-safe.
 *
 * @param <V> immutable
 */
public final class BoundedMemory<V> {

    private static final int PARTS = 16;

    /** A key's object, the maps' nodes, the value's own object, instants. */
    private static final long ENTRY_BYTES = 512;

    private final List<Part<V>> parts = new ArrayList<>();

    /** @param maxBytes of the heap, estimated */
    public BoundedMemory(long maxBytes) {
        for (int i = 0; i < PARTS; i++) {
            parts.add(new Part<>(maxBytes / PARTS));
        }
    }

    public Optional<V> get(String key) {
        return part(key).get(key);
    }

    /**
     * One that is larger than an eighth of its part of the room is not kept.
     *
     * @param bytes of the heap that the key's characters and the value take, in an entry of average size
     */
    public void put(String key, V value, long bytes) {
        part(key).put(key, new Weighed<>(value, ENTRY_BYTES + bytes));
    }

    public void remove(String key) {
        part(key).remove(key);
    }

    /** The heap bytes of all entries, estimated. */
    public long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** The number of entries. */
    public int size() {
        return parts.stream().mapToInt(Part::size).sum();
    }

    private Part<V> part(String key) {
        return parts.get(Math.floorMod(key.hashCode(), PARTS));
    }

    private record Weighed<V>(V value, long bytes) {}

    /** Keys of one lock. Text keys are compared, so that forged collisions of hash codes cost little. */
    private static final class Part<V> {

        private static final int VALUE_SHARE = 8;

        private final ReentrantLock lock = new ReentrantLock();
        private final Map<String, Weighed<V>> entries = new LinkedHashMap<>(16, 0.75f, true);
        private final long maxBytes;
        private long bytes;

        Part(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        Optional<V> get(String key) {
            lock.lock();
            try {
                Weighed<V> known = entries.get(key);
                return known == null ? Optional.empty() : Optional.of(known.value());
            } finally {
                lock.unlock();
            }
        }

        void put(String key, Weighed<V> added) {
            lock.lock();
            try {
                remove(key);
                if (added.bytes() > maxBytes / VALUE_SHARE) {
                    return;
                }
                Iterator<Weighed<V>> eldest = entries.values().iterator();
                while (bytes + added.bytes() > maxBytes && eldest.hasNext()) {
                    bytes -= eldest.next().bytes();
                    eldest.remove();
                }
                entries.put(key, added);
                bytes += added.bytes();
            } finally {
                lock.unlock();
            }
        }

        void remove(String key) {
            lock.lock();
            try {
                Weighed<V> removed = entries.remove(key);
                bytes -= removed == null ? 0 : removed.bytes();
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
    }
}
