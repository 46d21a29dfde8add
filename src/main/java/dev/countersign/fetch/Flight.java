package dev.countersign.fetch;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A fetch that is under way. Thread-safe.
 *
 * @param copy what it is for
 * @param etag what its copy has now
 * @param over opens when its outcome is in the copy
 */
record Flight(KeySetUrl url, Copy copy, Optional<String> etag, CountDownLatch over) {

    boolean isOver() {
        return over.getCount() == 0;
    }
}
