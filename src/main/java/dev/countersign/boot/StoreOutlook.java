package dev.countersign.boot;

import dev.countersign.task.BackgroundTask;
import dev.countersign.token.SigningKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What metrics tell of the store, looked up in the background: a scrape never waits for the store. Thread-safe.
 */
final class StoreOutlook implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);

    /** A look that is older means that the store does not answer: three were missed. */
    static final Duration MAX_AGE = Duration.ofSeconds(30);

    private final Supplier<List<SigningKey>> keys;
    private final LongSupplier nanoTime;
    private final BackgroundTask task;

    /** Empty: the last look has failed, or there was none yet. */
    private volatile Optional<Look> latest = Optional.empty();

    /** @param keys asks the store; throws when it cannot be asked */
    StoreOutlook(Supplier<List<SigningKey>> keys, LongSupplier nanoTime) {
        this.keys = keys;
        this.nanoTime = nanoTime;
        this.task = new BackgroundTask("metrics", "metrics tell that the store is away", BETWEEN_LOOKS, this::look);
        task.wake();
    }

    @Override
    public void close() {
        task.close();
    }

    /** The signing keys as of the last look; empty: the store could not be asked. */
    Optional<List<SigningKey>> signingKeys() {
        return latest.filter(look -> nanoTime.getAsLong() - look.nanos < MAX_AGE.toNanos())
                .map(Look::keys);
    }

    void look() {
        long asked = nanoTime.getAsLong();
        try {
            latest = Optional.of(new Look(asked, List.copyOf(keys.get())));
        } catch (RuntimeException e) {
            latest = Optional.empty();
            throw e;
        }
    }

    private record Look(long nanos, List<SigningKey> keys) {}
}
