package dev.countersign.task;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs some work periodically, in a daemon thread of its own, until it is closed. A failure of the work does not end
 * it, whether exception or {@code Error}. The thread is never interrupted: an interrupt during I/O closes H2's file
 * channel for all threads. Thread-safe.
 */
public final class BackgroundTask implements AutoCloseable {

    /** How long {@link #close()} waits for running work. */
    private static final Duration MAX_GOODBYE = Duration.ofSeconds(10);

    /** The most causes of a failure that are followed, since causes may form a cycle. */
    private static final int MAX_CAUSES = 20;

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundTask.class);

    private final String name;
    private final long periodNanos;
    private final Runnable work;
    private final FailureLog failures;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Starts; the work is done for the first time when the period is over.
     *
     * @param name of the thread, after {@code countersign-}
     * @param consequence the consequence of a failure of the work, as a clause for the log
     * @param period from the end of one run to the beginning of the next one
     */
    public BackgroundTask(String name, String consequence, Duration period, Runnable work) {
        this.name = name;
        this.periodNanos = period.toNanos();
        this.work = work;
        this.failures = new FailureLog(name, consequence, System::nanoTime);
        this.thread = new Thread(this::runUntilClosed, "countersign-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Starts a run now, or one more run if one is under way; it is made before the task ends, if {@link #close()}
     * follows. Returns at once.
     */
    public void wake() {
        wanted.set(true);
        LockSupport.unpark(thread);
    }

    /** Ends the task, and returns when its running work has ended, or with a warning after ten seconds. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(MAX_GOODBYE.toMillis());
            if (thread.isAlive()) {
                LOG.warn("task={} is still running and is not waited for any longer", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void runUntilClosed() {
        while (awaitTurn()) {
            try {
                runOnce();
            } catch (Throwable untold) {
                // Out of memory: the failure could be neither logged nor handled. The next run tries again.
            }
        }
    }

    /** Allocates nothing, so that it works when memory is exhausted. False: closed, and no run is requested. */
    private boolean awaitTurn() {
        long begin = System.nanoTime();
        long left = periodNanos;
        while (left > 0 && !closed && !wanted.get()) {
            LockSupport.parkNanos(this, left);
            // Clears the interrupt, since an interrupted thread does not park.
            Thread.interrupted();
            left = periodNanos - (System.nanoTime() - begin);
        }
        // The work's I/O must not see an interrupt.
        Thread.interrupted();
        return wanted.getAndSet(false) || !closed;
    }

    private void runOnce() {
        try {
            work.run();
            failures.succeeded();
        } catch (Throwable e) {
            try {
                failures.failed(e);
            } finally {
                exhaustion(e).ifPresent(this::tellProcess);
            }
        }
    }

    /** The process's default handler may end the process; otherwise the task goes on. */
    private void tellProcess(Throwable exhaustion) {
        Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
        if (handler != null) {
            handler.uncaughtException(thread, exhaustion);
        }
    }

    /** Databases wrap errors in exceptions. A stack overflow is no lasting fault, since the stack is unwound. */
    private static Optional<Throwable> exhaustion(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .filter(cause -> cause instanceof VirtualMachineError && !(cause instanceof StackOverflowError))
                .findFirst();
    }
}
