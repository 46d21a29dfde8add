package dev.countersign.cache;

import dev.countersign.client.ClientId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.ehcache.Cache;
import org.ehcache.Status;
import org.ehcache.UserManagedCache;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.builders.UserManagedCacheBuilder;

/**
 * Keeps one value per client, in a bounded number and a bounded part of the heap: the values that were put first are
 * evicted first. Once closed, it is empty and stores nothing: requests that are still running then are only slower.
 * Thread-safe; reading never blocks.
 */
final class HeapBoundedCache<V> implements AutoCloseable {

    /** The part of the heap that one cache may take: a sixteenth. */
    private static final int HEAP_SHARE = 16;

    /**
     * The part of the cache that one value may take: a sixteenth. A larger one is not kept, so that a few large ones do
     * not evict all others.
     */
    private static final int VALUE_SHARE = 16;

    /** The heap bytes of an entry itself, here and in Ehcache, and of its key. */
    private static final long ENTRY_BYTES = 320;

    private final UserManagedCache<ClientId, V> values;
    private final ToLongFunction<V> weigher;
    private final int maxValues;
    private final long maxBytes;
    private final ReentrantLock writing = new ReentrantLock();

    /**
     * The heap bytes of each value, in the order in which they were put. Guarded by {@code writing}, as are all
     * counters.
     */
    private final Map<ClientId, Long> weights = new LinkedHashMap<>();

    private long bytes;
    private long evictions;

    /** @param weigher the heap bytes of a value alone */
    HeapBoundedCache(Class<V> type, int maxValues, ToLongFunction<V> weigher) {
        this(type, maxValues, Runtime.getRuntime().maxMemory() / HEAP_SHARE, weigher);
    }

    HeapBoundedCache(Class<V> type, int maxValues, long maxBytes, ToLongFunction<V> weigher) {
        this.maxValues = maxValues;
        this.maxBytes = maxBytes;
        this.weigher = weigher;
        // One more than the limit of this cache, so that Ehcache itself never evicts.
        this.values = UserManagedCacheBuilder.newUserManagedCacheBuilder(ClientId.class, type)
                .withResourcePools(ResourcePoolsBuilder.heap(maxValues + 1L))
                .build(true);
    }

    Optional<V> get(ClientId id) {
        return unlessClosed(() -> Optional.ofNullable(values.get(id)), Optional.empty());
    }

    /** Replaces the present value. */
    void put(ClientId id, V value) {
        put(id, value, any -> true);
    }

    /** Replaces the present value, if that may be replaced. Returns whether the value was put. */
    boolean put(ClientId id, V value, Predicate<V> replaceable) {
        long weight = ENTRY_BYTES + weigher.applyAsLong(value);
        return write(() -> {
            V present = values.get(id);
            if (present != null && !replaceable.test(present)) {
                return false;
            }
            take(id);
            if (weight > maxBytes / VALUE_SHARE) {
                return false;
            }
            makeRoom(weight);
            values.put(id, value);
            weights.put(id, weight);
            bytes += weight;
            return true;
        });
    }

    /** Returns whether there was one. */
    boolean remove(ClientId id) {
        return write(() -> take(id));
    }

    /** Removes this very value; true for exactly one caller. */
    boolean remove(ClientId id, V value) {
        return write(() -> values.get(id) == value && take(id));
    }

    void clear() {
        write(() -> {
            values.clear();
            weights.clear();
            bytes = 0;
            return true;
        });
    }

    /** All values, in no order. */
    List<V> all() {
        return unlessClosed(
                () -> {
                    List<V> all = new ArrayList<>();
                    for (Cache.Entry<ClientId, V> entry : values) {
                        all.add(entry.getValue());
                    }
                    return all;
                },
                List.of());
    }

    int size() {
        return locked(weights::size);
    }

    /** The heap bytes of all values. */
    long bytes() {
        return locked(() -> bytes);
    }

    /** How many values were evicted. */
    long evictions() {
        return locked(() -> evictions);
    }

    @Override
    public void close() {
        clear();
        write(() -> {
            values.close();
            return true;
        });
    }

    private boolean take(ClientId id) {
        Long weight = weights.remove(id);
        if (weight == null) {
            return false;
        }
        values.remove(id);
        bytes -= weight;
        return true;
    }

    private void makeRoom(long weight) {
        while (weights.size() >= maxValues || bytes + weight > maxBytes) {
            Iterator<ClientId> eldest = weights.keySet().iterator();
            take(eldest.next());
            evictions++;
        }
    }

    private boolean write(Supplier<Boolean> work) {
        return locked(() -> unlessClosed(work, false));
    }

    private <T> T locked(Supplier<T> work) {
        writing.lock();
        try {
            return work.get();
        } finally {
            writing.unlock();
        }
    }

    private <T> T unlessClosed(Supplier<T> work, T otherwise) {
        try {
            return work.get();
        } catch (IllegalStateException e) {
            if (values.getStatus() == Status.AVAILABLE) {
                throw e;
            }
            return otherwise;
        }
    }
}
