package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Bounds the work of several statements as a whole: none begins after {@link #MAX_WORK}, and none is given more time
 * than is left of it. Belongs to the thread, since a JDBC connection tells its statements nothing of its borrower.
 */
final class Deadline implements AutoCloseable {

    /** For all statements of a call, with the wait for its turn and the tries after a conflict. */
    static final Duration MAX_WORK = Duration.ofSeconds(8);

    private static final ThreadLocal<Optional<Deadline>> CURRENT = ThreadLocal.withInitial(Optional::empty);

    private final Optional<Deadline> outer = CURRENT.get();
    private final LongSupplier ticker;
    private final long begin;

    /**
     * Starts it for this thread; where one runs already, that one stays in force.
     *
     * @param ticker a monotonic clock, in nanoseconds
     */
    Deadline(LongSupplier ticker) {
        this.ticker = ticker;
        this.begin = outer.map(running -> running.begin).orElseGet(ticker::getAsLong);
        CURRENT.set(Optional.of(this));
    }

    /**
     * How long the next statement of this thread may take, in whole seconds: what is left, {@link Connections#MAX_WAIT}
     * at most.
     *
     * @throws UnavailableException when nothing is left
     */
    static int secondsForStatement() {
        Duration left = CURRENT.get().map(Deadline::left).orElse(MAX_WORK);
        if (left.isNegative() || left.isZero()) {
            throw new UnavailableException("the client store is too slow: a call took more than " + MAX_WORK);
        }
        Duration allowed = left.compareTo(Connections.MAX_WAIT) < 0 ? left : Connections.MAX_WAIT;
        // A query timeout of zero means that there is none.
        return (int) allowed.plusMillis(999).toSeconds();
    }

    private Duration left() {
        return MAX_WORK.minusNanos(ticker.getAsLong() - begin);
    }

    @Override
    public void close() {
        if (outer.isPresent()) {
            CURRENT.set(outer);
        } else {
            // A value that stays would keep the web application's class loader reachable from the container's thread.
            CURRENT.remove();
        }
    }
}
