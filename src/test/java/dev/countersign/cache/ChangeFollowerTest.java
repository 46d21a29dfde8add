package dev.countersign.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ChangeFeed.Changes;
import dev.countersign.client.ChangeFeed.Mark;
import dev.countersign.client.ChangeFeed.Position;
import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.log.HeardLog;
import dev.countersign.task.BackgroundTask;
import dev.countersign.task.ChangeLag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeFollowerTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final ClientId OTHER = new ClientId("other");
    private static final Duration OFTEN = Duration.ofMillis(1);

    /** Empty: all are to be forgotten. */
    private final List<Optional<ClientId>> changes = new ArrayList<>();

    private final BlockingQueue<ClientId> forgotten = new LinkedBlockingQueue<>();
    private final Semaphore forgottenAll = new Semaphore(0);
    private final List<Changes> told = new CopyOnWriteArrayList<>();
    private final Semaphore failures = new Semaphore(0);
    private final AtomicLong nanos = new AtomicLong();
    private final ChangeLag lag = new ChangeLag(nanos::get);
    private @Nullable Throwable failure;
    private String history = "first";

    /** What each question takes, in nanoseconds. */
    private long slowness;

    @Test
    void changesFromNowOnAreForgotten() throws Exception {
        change(OTHER);
        try (ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            awaitStart();
            change(BILLING);
            assertThat(next()).isEqualTo(BILLING);
            change(OTHER);
            assertThat(next()).isEqualTo(OTHER);
        }
        assertThat(forgotten).isEmpty();
        assertThat(forgottenAll.availablePermits()).isZero();
    }

    @Test
    void key7_whereAllAreToBeForgottenTheyAreAndNoChangeAfterItIsMissed() throws Exception {
        try (ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            awaitStart();
            synchronized (this) {
                changes.add(Optional.empty());
                changes.add(Optional.of(BILLING));
            }
            assertThat(forgottenAll.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(next()).isEqualTo(BILLING);
        }
        assertThat(forgottenAll.availablePermits()).isZero();
    }

    @ParameterizedTest
    @ValueSource(classes = {UnavailableException.class, NoClassDefFoundError.class, StackOverflowError.class})
    void gen11_afterAFailureOfAnyKindNothingIsMissedAndTheLogSaysSoOnce(Class<? extends Throwable> kind)
            throws Exception {
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            awaitStart();
            fail(Optional.of(kind));
            failures.acquire(3);
            change(BILLING);
            fail(Optional.empty());
            assertThat(next()).isEqualTo(BILLING);
            change(OTHER);
            assertThat(next()).isEqualTo(OTHER);
            await(() -> log.levels().size() > 1);
            assertThat(log.levels()).containsExactly(Level.WARNING, Level.INFO);
        }
    }

    @Test
    void gen11_whileChangesAreNotFollowedNothingIsBelievedAndAfterThirtySecondsTheNodeIsNotReady() throws Exception {
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            awaitStart();
            await(lag::isShort);
            fail(Optional.of(NoClassDefFoundError.class));
            failures.acquire(2);

            nanos.addAndGet(ChangeLag.MAX_BELIEVED.toNanos());
            assertThat(lag.isShort()).isTrue();
            nanos.incrementAndGet();
            assertThat(lag.isShort()).isFalse();
            lag.requireReady();
            nanos.addAndGet(ChangeLag.MAX_READY.minus(ChangeLag.MAX_BELIEVED).toNanos());
            assertThatThrownBy(lag::requireReady).isInstanceOf(UnavailableException.class);

            fail(Optional.empty());
            await(lag::isShort);
            lag.requireReady();
            assertThat(log.levels()).startsWith(Level.WARNING);
        }
    }

    /** An answer is as old as its question: one that takes long leaves the lag as long as it took. */
    @Test
    void aSlowAnswerIsAsOldAsItsQuestion() throws Exception {
        try (ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            awaitStart();
            await(lag::isShort);
            synchronized (this) {
                slowness = ChangeLag.MAX_BELIEVED.plusNanos(1).toNanos();
            }
            await(() -> !lag.isShort());
            await(() -> nanos.get() > ChangeLag.MAX_READY.toNanos());
            assertThat(lag.isShort()).isFalse();
        }
    }

    @Test
    void whatWasRememberedBeforeTheFirstAnswerIsForgotten() throws Exception {
        fail(Optional.of(UnavailableException.class));
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            assertThat(lag.isShort()).isFalse();
            failures.acquire(2);
            assertThat(forgottenAll.availablePermits()).isZero();
            change(BILLING);
            fail(Optional.empty());
            awaitStart();
            change(OTHER);
            assertThat(next()).isEqualTo(OTHER);
            assertThat(log.levels()).isNotEmpty();
        }
    }

    /** A backup that was restored: its numbers come again, for other changes. */
    @Test
    void aStoreWithAnotherHistoryHasAllForgottenAndTheLogSaysSoOnce() throws Exception {
        change(OTHER);
        change(OTHER);
        try (HeardLog log = HeardLog.of(ChangeFollower.class);
                ChangeFollower follower = follower()) {
            assertThat(follower).isNotNull();
            awaitStart();
            synchronized (this) {
                history = "restored";
                changes.add(Optional.of(OTHER));
            }
            assertThat(forgottenAll.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            change(BILLING);
            assertThat(next()).isEqualTo(BILLING);
            assertThat(log.levels()).containsExactly(Level.WARNING);
        }
    }

    /** The other caches: what they did not take over is told them again, and the lag grows meanwhile. */
    @Test
    void aChangeThatAnotherCacheCouldNotTakeOverIsToldAgain() throws Exception {
        Semaphore refusals = new Semaphore(0);
        AtomicBoolean refusing = new AtomicBoolean();
        BlockingQueue<Changes> taken = new LinkedBlockingQueue<>();
        try (HeardLog log = HeardLog.of(BackgroundTask.class);
                ChangeFollower follower = new ChangeFollower(
                        this::since,
                        forgotten::add,
                        forgottenAll::release,
                        changes -> {
                            if (refusing.get()) {
                                refusals.release();
                                throw new UnavailableException("planted", new IllegalStateException());
                            }
                            taken.add(changes);
                        },
                        lag,
                        OFTEN)) {
            assertThat(follower).isNotNull();
            await(lag::isShort);
            refusing.set(true);
            refusals.acquire();
            nanos.addAndGet(ChangeLag.MAX_BELIEVED.toNanos() + 1);
            change(BILLING);
            refusals.drainPermits();
            refusals.acquire(2);
            assertThat(lag.isShort()).isFalse();
            taken.clear();
            refusing.set(false);
            await(lag::isShort);
            assertThat(taken.remove().clients()).containsExactly(BILLING);
            assertThat(log.levels()).isNotEmpty();
        }
    }

    private ChangeFollower follower() {
        return new ChangeFollower(this::since, forgotten::add, forgottenAll::release, told::add, lag, OFTEN);
    }

    /** When it knows where the end of all changes is. */
    private void awaitStart() throws InterruptedException {
        assertThat(forgottenAll.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        failures.drainPermits();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    private ClientId next() throws InterruptedException {
        ClientId next = forgotten.poll(10, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }

    private synchronized void change(ClientId id) {
        changes.add(Optional.of(id));
    }

    private synchronized void fail(Optional<Class<? extends Throwable>> kind) {
        failure = kind.isEmpty() ? null : made(kind.get());
    }

    private static Throwable made(Class<? extends Throwable> kind) {
        return kind == UnavailableException.class
                ? new UnavailableException("planted", new IllegalStateException())
                : kind == NoClassDefFoundError.class ? new NoClassDefFoundError("planted") : new StackOverflowError();
    }

    private synchronized Changes since(Position position) {
        nanos.addAndGet(slowness);
        if (failure instanceof Error error) {
            failures.release();
            throw error;
        } else if (failure instanceof RuntimeException exception) {
            failures.release();
            throw exception;
        }
        Mark mark = position.events();
        boolean start = position.equals(Position.START);
        boolean otherHistory = !start && !mark.fingerprint().equals(history);
        List<Optional<ClientId>> news = start ? List.of() : changes.subList((int) mark.number() - 1, changes.size());
        return new Changes(
                new Position(new Mark(changes.size() + 1, history), position.revocations()),
                otherHistory
                        ? Set.of()
                        : news.stream().flatMap(Optional::stream).collect(Collectors.toSet()),
                start || otherHistory || news.stream().anyMatch(Optional::isEmpty),
                otherHistory,
                0,
                OptionalLong.empty());
    }
}
