package dev.countersign.fetch;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A fetch that is under way. Thread-safe.
 *
 * @param cached the entry that it is for
 * @param etag of the cached key set
 * @param startedAt by the monotonic clock, in nanoseconds
 * @param over opens when its outcome is in {@code cached}
 */
record PendingFetch<S>(
        KeySetUrl url, CachedKeySet<S> cached, Optional<String> etag, long startedAt, CountDownLatch over) {

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits; true: the fetch is over, or the thread was interrupted, so that waiting on is useless. */
    boolean await(long nanos) {
        try {
            return over.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
