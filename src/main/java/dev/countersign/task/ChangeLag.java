package dev.countersign.task;

import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time since this node last knew every change of all nodes, by a monotonic clock: cached state is used only while
 * that is short. Thread-safe.
 */
public final class ChangeLag {

    /** Up to this lag, cached state is used without asking the store. Ten times the polling interval. */
    public static final Duration MAX_BELIEVED = Duration.ofSeconds(2);

    /** Beyond this lag, the node is not ready for requests. */
    public static final Duration MAX_READY = Duration.ofSeconds(30);

    private final LongSupplier nanoTime;
    private volatile long caughtUpAt;

    /**
     * Starts with no change known.
     *
     * @param nanoTime such as {@code System::nanoTime}
     */
    public ChangeLag(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        // Too long ago to use cached state; for the node's readiness, the time counts from now on.
        this.caughtUpAt = nanoTime.getAsLong() - MAX_BELIEVED.toNanos() - 1;
    }

    /** Whether cached state may be used. */
    public boolean isShort() {
        return isAtMost(MAX_BELIEVED);
    }

    /**
     * Returns normally while changes are being followed.
     *
     * @throws UnavailableException when they have not been for {@link #MAX_READY}
     */
    public void requireReady() {
        if (!isAtMost(MAX_READY)) {
            throw new UnavailableException("changes of clients have not been followed for " + MAX_READY);
        }
    }

    /** The lag in nanoseconds; before the first poll a little more than {@link #MAX_BELIEVED}. */
    public long nanos() {
        return nanoTime.getAsLong() - caughtUpAt;
    }

    private boolean isAtMost(Duration most) {
        return nanos() <= most.toNanos();
    }

    public long now() {
        return nanoTime.getAsLong();
    }

    /** @param asked the reading of {@link #now()} before the poll, since a result is as old as its request */
    public void caughtUp(long asked) {
        caughtUpAt = asked;
    }
}
