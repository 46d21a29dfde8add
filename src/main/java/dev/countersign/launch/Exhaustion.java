package dev.countersign.launch;

import dev.countersign.text.Redaction;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process when it has run out of memory, or the JVM has failed otherwise: a process that continues may have
 * lost a lock, a thread, or half of a change. The JVM's own options do not see errors that Java code throws (direct
 * memory is counted by Java code), nor does an uncaught exception handler see those that a server or a driver catches.
 * The catching code logs them: so the log is searched for them. Stateless.
 */
final class Exhaustion extends Handler implements Thread.UncaughtExceptionHandler {
    static final int EXIT_CODE = 3;

    private static final int MAX_CAUSES = 50;
    private static final Logger LOG = Logger.getLogger(Exhaustion.class.getName());

    private Exhaustion() {
        setLevel(Level.ALL);
    }

    /** Starts the watch over this process: its uncaught exceptions and its log. */
    static void watch() {
        Exhaustion watch = new Exhaustion();
        Thread.setDefaultUncaughtExceptionHandler(watch);
        Logger.getLogger("").addHandler(watch);
    }

    /** Ends the process, and does not return, when the failure is fatal. */
    static void check(@Nullable Throwable failure) {
        find(failure).ifPresent(Exhaustion::end);
    }

    /**
     * The error of the JVM, itself or as the cause of another exception, after which it cannot go on. A stack overflow
     * is none: it is over when it is caught.
     */
    static Optional<VirtualMachineError> find(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (cause instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
                return Optional.of(error);
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    @Override
    public void publish(LogRecord event) {
        check(event.getThrown());
    }

    @Override
    public void uncaughtException(Thread thread, Throwable failure) {
        check(failure);
        LOG.log(Level.SEVERE, "the thread " + thread.getName() + " has ended", Redaction.of(failure));
    }

    /**
     * Halts without shutdown hooks: an orderly close may wait for what is broken. The store survives an end at any
     * time.
     */
    private static void end(VirtualMachineError error) {
        try {
            System.err.println("countersign: terminating: " + error);
        } finally {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        // There is nothing to close.
    }
}
