package dev.countersign.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Threads;
import dev.countersign.log.HeardLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackgroundTaskTest {

    private static final Duration OFTEN = Duration.ofMillis(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final Semaphore runs = new Semaphore(0);

    @ParameterizedTest
    @ValueSource(
            classes = {AssertionError.class, NoClassDefFoundError.class, StackOverflowError.class, Exception.class})
    void gen11_whateverIsThrownTheTaskGoesOn(Class<? extends Throwable> kind) throws Exception {
        AtomicReference<Throwable> planted =
                new AtomicReference<>(kind.getDeclaredConstructor().newInstance());
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                BackgroundTask task = new BackgroundTask("planted", "nothing is done", OFTEN, () -> {
                    runs.release();
                    Throwable failure = planted.get();
                    if (failure != null) {
                        BackgroundTaskTest.<RuntimeException>throwAny(failure);
                    }
                })) {
            assertThat(task).isNotNull();
            acquire(3);
            planted.set(null);
            // The second run begins when all is told of the first one that went well.
            acquire(3);
            assertThat(log.levels()).containsExactly(Level.WARNING, Level.INFO);
            assertThat(log.text()).containsOnlyOnce("task=planted failed: nothing is done");
        }
        Threads.assertNone("countersign-planted");
    }

    /** Direct memory and what a database wraps included: the virtual machine's own options see neither. */
    @Test
    void gen11_exhaustionIsTheProcesssToJudgeAndTheTaskGoesOn() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("Cannot reserve 131072 bytes of direct buffer memory");
        List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            told.add(failure);
            throw new IllegalStateException("the handler fails too");
        });
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                BackgroundTask task = new BackgroundTask("exhausted", "nothing is done", OFTEN, () -> {
                    runs.release();
                    throw new IllegalStateException("wrapped", error);
                })) {
            assertThat(task).isNotNull();
            acquire(4);
            assertThat(log.levels()).containsExactly(Level.WARNING);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(told).hasSizeGreaterThanOrEqualTo(3).containsOnly(error);
    }

    @Test
    void otherFailuresAreNotTheProcesss() throws Exception {
        List<Throwable> told = Collections.synchronizedList(new ArrayList<>());
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> told.add(failure));
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                BackgroundTask task = new BackgroundTask("deep", "nothing is done", OFTEN, () -> {
                    runs.release();
                    throw new StackOverflowError();
                })) {
            assertThat(task).isNotNull();
            acquire(3);
            assertThat(log.levels()).hasSize(1);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(told).isEmpty();
    }

    @Test
    void theWorkIsDoneWhenItIsWantedAndNotBeforeItsTime() throws Exception {
        try (BackgroundTask task = new BackgroundTask("woken", "", NEVER, runs::release)) {
            assertThat(runs.tryAcquire(50, TimeUnit.MILLISECONDS)).isFalse();
            task.wake();
            assertThat(runs.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(runs.availablePermits()).isZero();
    }

    @Test
    void whatIsWantedBeforeTheEndIsDoneBeforeTheEnd() {
        BackgroundTask task = new BackgroundTask("last", "", NEVER, runs::release);

        task.wake();
        task.close();

        assertThat(runs.availablePermits()).isEqualTo(1);
        task.close();
        assertThat(runs.availablePermits()).isEqualTo(1);
    }

    @Test
    void anInterruptIsNoEndAndTheWorkDoesNotSeeIt() throws Exception {
        BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();
        BlockingQueue<Boolean> interrupts = new LinkedBlockingQueue<>();
        try (BackgroundTask task = new BackgroundTask("interrupted", "", NEVER, () -> {
            threads.add(Thread.currentThread());
            interrupts.add(Thread.currentThread().isInterrupted());
        })) {
            task.wake();
            Thread thread = threads.take();
            for (int i = 0; i < 20; i++) {
                while (thread.getState() != Thread.State.TIMED_WAITING) {
                    Thread.onSpinWait();
                }
                thread.interrupt();
                task.wake();
                assertThat(threads.take()).isSameAs(thread);
            }
        }
        assertThat(interrupts).hasSize(21).containsOnly(false);
    }

    @Test
    void closingWaitsForTheWorkAndInterruptsNothing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        AtomicReference<Boolean> interrupted = new AtomicReference<>();
        BackgroundTask task = new BackgroundTask("slow", "", OFTEN, () -> {
            begun.countDown();
            try {
                end.await();
                interrupted.set(false);
            } catch (InterruptedException e) {
                interrupted.set(true);
            }
        });
        begun.await();
        Thread closer = new Thread(task::close);
        closer.start();
        closer.join(50);
        assertThat(closer.isAlive()).isTrue();

        end.countDown();
        closer.join();

        assertThat(interrupted).hasValue(false);
        Threads.assertNone("countersign-slow");
    }

    private void acquire(int more) throws InterruptedException {
        runs.drainPermits();
        assertThat(runs.tryAcquire(more, 10, TimeUnit.SECONDS)).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void throwAny(Throwable failure) throws T {
        throw (T) failure;
    }
}
