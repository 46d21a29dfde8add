package dev.countersign.cache;

import dev.countersign.client.ClientId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.ehcache.Cache;
import org.ehcache.Status;
import org.ehcache.UserManagedCache;

/**
 * Keeps a bounded number of entries; which one has to go for another is Ehcache's choice. Once it is closed, it is empty and keeps nothing: requests that are
 * still running then only lose the time that it saves. Thread-safe.
 */
final class KeyShelf implements AutoCloseable {

    private final UserManagedCache<ClientId, KeyEntry> entries;

    /** Those that did not take another one's place. */
    private final AtomicLong added = new AtomicLong();

    /** By us, not to make room. */
    private final AtomicLong removed = new AtomicLong();

    KeyShelf(int most) {
        this.entries = Heap.cache(ClientId.class, KeyEntry.class, most);
    }

    Optional<KeyEntry> get(ClientId id) {
        return unlessClosed(() -> Optional.ofNullable(entries.get(id)), Optional.empty());
    }

    /** Puts it there whatever is there. */
    void put(KeyEntry entry) {
        ClientId id = entry.client().id();
        unlessClosed(
                () -> {
                    // Neither, when somebody removes what was there in between.
                    while (entries.replace(id, entry) == null) {
                        if (entries.putIfAbsent(id, entry) == null) {
                            added.incrementAndGet();
                            break;
                        }
                    }
                    return true;
                },
                false);
    }

    /** True for exactly one caller. */
    boolean remove(KeyEntry entry) {
        boolean gone = unlessClosed(() -> entries.remove(entry.client().id(), entry), false);
        if (gone) {
            removed.incrementAndGet();
        }
        return gone;
    }

    /** All there are, in no order. */
    List<KeyEntry> all() {
        return unlessClosed(
                () -> {
                    List<KeyEntry> all = new ArrayList<>();
                    for (Cache.Entry<ClientId, KeyEntry> entry : entries) {
                        all.add(entry.getValue());
                    }
                    return all;
                },
                List.of());
    }

    /** Those that had to make room. */
    long evictions() {
        return Math.max(0, added.get() - removed.get() - all().size());
    }

    @Override
    public void close() {
        unlessClosed(
                () -> {
                    entries.close();
                    return true;
                },
                false);
    }

    private <T> T unlessClosed(Supplier<T> work, T otherwise) {
        try {
            return work.get();
        } catch (IllegalStateException e) {
            if (entries.getStatus() == Status.AVAILABLE) {
                throw e;
            }
            return otherwise;
        }
    }
}
