package dev.countersign.cache;

import org.ehcache.UserManagedCache;
import org.ehcache.config.builders.ResourcePoolsBuilder;
import org.ehcache.config.builders.UserManagedCacheBuilder;

/** Makes caches that keep a bounded number of objects, themselves and not copies, on the heap. Stateless. */
final class Heap {

    private Heap() {}

    static <K, V> UserManagedCache<K, V> cache(Class<K> keys, Class<V> values, int most) {
        return UserManagedCacheBuilder.newUserManagedCacheBuilder(keys, values)
                .withResourcePools(ResourcePoolsBuilder.heap(most))
                .build(true);
    }
}
