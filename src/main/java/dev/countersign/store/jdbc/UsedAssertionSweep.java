package dev.countersign.store.jdbc;

import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets used assertions that have ended, every now and then and a piece at a time, from a thread of its own. One node does it for all. Thread-safe. */
final class UsedAssertionSweep implements AutoCloseable {

    static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);

    /** In assertions, in one transaction. */
    static final int CHUNK = 500;

    private static final Logger LOG = LoggerFactory.getLogger(UsedAssertionSweep.class);

    private static final String CHORE = "forget-used-assertions";
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(10);

    private final UsedAssertions assertions;
    private final Chore chore;
    private final InstantSource clock;
    private final ScheduledExecutorService sweeper;
    private final ScheduledFuture<?> sweeping;
    private volatile boolean closed;

    UsedAssertionSweep(Connections connections, UsedAssertions assertions, InstantSource clock) {
        this.assertions = assertions;
        this.chore = new Chore(connections, CHORE);
        this.clock = clock;
        this.sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "countersign-used-assertions");
            thread.setDaemon(true);
            return thread;
        });
        long pause = BETWEEN_SWEEPS.toMillis();
        this.sweeping = sweeper.scheduleWithFixedDelay(this::sweepOrWait, pause, pause, TimeUnit.MILLISECONDS);
    }

    /** Returns how many were forgotten: 0 also when it is another node's turn. */
    int sweep() {
        Instant begin = clock.instant();
        if (!chore.take(begin, BETWEEN_SWEEPS)) {
            return 0;
        }
        int forgotten = 0;
        int chunk = CHUNK;
        // No longer than the turn lasts; what is left then is for the next one.
        while (chunk == CHUNK && !closed && clock.instant().isBefore(begin.plus(BETWEEN_SWEEPS))) {
            chunk = assertions.forget(begin, CHUNK);
            forgotten += chunk;
        }
        return forgotten;
    }

    @Override
    public void close() {
        closed = true;
        // No interrupt: it would close the file of an embedded database under everybody's feet.
        sweeping.cancel(false);
        sweeper.shutdown();
        try {
            if (!sweeper.awaitTermination(LONGEST_GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("used assertions are still being forgotten");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweepOrWait() {
        try {
            sweep();
        } catch (UnavailableException e) {
            // No warning: whoever needs the store says so, and the rows wait.
            LOG.debug("used assertions cannot be forgotten now", e);
        } catch (RuntimeException e) {
            // Else the thread would end in silence.
            LOG.warn("used assertions cannot be forgotten", e);
        }
    }
}
