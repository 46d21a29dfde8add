package dev.countersign.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimBatchesTest {

    private static final Instant END = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<List<UsedAssertion>> written = Collections.synchronizedList(new ArrayList<>());
    private final Set<UsedAssertion.Key> table = ConcurrentHashMap.newKeySet();
    private final Semaphore mayWrite = new Semaphore(0);
    private final AtomicInteger begun = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void jwt6_aLoneClaimIsWrittenAtOnceByItsOwnThread() {
        List<Thread> writers = new ArrayList<>();
        ClaimBatches batches = new ClaimBatches(batch -> {
            writers.add(Thread.currentThread());
            return keys(batch);
        });

        assertThat(batches.claim(assertion("a"))).isTrue();
        assertThat(batches.claim(assertion("b"))).isTrue();

        assertThat(writers).containsExactly(Thread.currentThread(), Thread.currentThread());
    }

    @Test
    void jwt6_thoseThatArriveMeanwhileAreOneBatchInOrderWithEachKeyOnce() throws Exception {
        ClaimBatches batches = batches();
        Future<Boolean> first = underWay(batches);
        List<String> ids = List.of("d", "b", "a", "b", "c", "d", "b", "first");
        List<Future<Boolean>> others = enter(batches, ids);

        mayWrite.release(2);

        assertThat(first.get()).isTrue();
        assertThat(answers(others)).isEqualTo(List.of(true, true, true, false, true, false, false, false));
        assertThat(written).hasSize(2);
        assertThat(written.get(1))
                .isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()))
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    @Test
    void jwt6_aBatchIsBoundedAndTheRestIsTheNextOne() throws Exception {
        ClaimBatches batches = batches();
        Future<Boolean> first = underWay(batches);
        List<String> ids = IntStream.range(0, ClaimBatches.MAX_BATCH_CLAIMS + 3)
                .mapToObj(Integer::toString)
                .toList();
        List<Future<Boolean>> others = enter(batches, ids);

        mayWrite.release(3);

        assertThat(first.get()).isTrue();
        assertThat(answers(others)).containsOnly(true);
        assertThat(written).extracting(List::size).containsExactly(1, ClaimBatches.MAX_BATCH_CLAIMS, 3);
    }

    @Test
    void jwt6_whenABatchFailsNoneOfItIsAnsweredAndNoneIsTriedAgain() throws Exception {
        for (Throwable each : List.of(new UnavailableException("away"), new OutOfMemoryError("planted"))) {
            written.clear();
            ClaimBatches batches = batches();
            Future<Boolean> first = underWay(batches);
            List<Future<Boolean>> others = enter(batches, List.of("a", "b", "b"));
            mayWrite.release();
            assertThat(first.get()).isTrue();
            await(() -> begun.get() == 2);
            failure = each;
            mayWrite.release();

            List<Throwable> causes = new ArrayList<>();
            for (Future<Boolean> other : others) {
                assertThatThrownBy(other::get).satisfies(e -> causes.add(e.getCause()));
            }
            // The thread that wrote has the failure itself.
            assertThat(causes).contains(each);
            assertThat(causes)
                    .filteredOn(UnavailableException.class::isInstance)
                    .hasSizeGreaterThanOrEqualTo(2);
            assertThat(written).hasSize(1);
            failure = null;
            mayWrite.release();
            assertThat(batches.claim(assertion("c"))).isTrue();
            assertThat(written).hasSize(2);
            begun.set(0);
            table.clear();
        }
    }

    @Test
    void jwt14_beyondTheBoundAClaimIsTurnedAwayAtOnce() throws Exception {
        ClaimBatches batches = new ClaimBatches(this::write, 2, LONG);
        Future<Boolean> first = underWay(batches);
        List<Future<Boolean>> others = enter(batches, List.of("a", "b"));

        assertThatThrownBy(() -> batches.claim(assertion("c"))).isInstanceOf(UnavailableException.class);

        mayWrite.release(2);
        assertThat(first.get()).isTrue();
        assertThat(answers(others)).containsExactly(true, true);
        assertThat(table).doesNotContain(assertion("c").key());
    }

    @Test
    void jwt6_aClaimThatWaitedTooLongIsNeverWritten() throws Exception {
        ClaimBatches batches = new ClaimBatches(this::write, 10, Duration.ofMillis(20));
        Future<Boolean> first = underWay(batches);

        assertThatThrownBy(() -> batches.claim(assertion("late"))).isInstanceOf(UnavailableException.class);
        assertThat(batches.waiting()).isZero();

        mayWrite.release(2);
        assertThat(first.get()).isTrue();
        assertThat(batches.claim(assertion("next"))).isTrue();
        assertThat(table).doesNotContain(assertion("late").key());
    }

    @Test
    void jwt6_aClaimThatIsBeingWrittenWhenItsTimeIsOverIsNotAnswered() throws Exception {
        ClaimBatches batches = new ClaimBatches(this::write, 10, Duration.ofSeconds(1));
        Future<Boolean> first = underWay(batches);
        List<Future<Boolean>> others = enter(batches, List.of("a", "b"));
        mayWrite.release();
        assertThat(first.get()).isTrue();

        // One of them writes and has no limit of its own; the other one waits for it.
        assertThatThrownBy(() -> others.get(1).get()).hasCauseInstanceOf(UnavailableException.class);
        mayWrite.release();

        assertThat(others.get(0).get()).isTrue();
        mayWrite.release();
        assertThat(batches.claim(assertion("b"))).as("it may have been granted").isFalse();
    }

    @Test
    void anInterruptedThreadLeavesAndKeepsItsInterrupt() throws Exception {
        ClaimBatches batches = batches();
        Future<Boolean> first = underWay(batches);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> batches.claim(assertion("a"))).isInstanceOf(UnavailableException.class);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(batches.waiting()).isZero();
        mayWrite.release();
        assertThat(first.get()).isTrue();
        assertThat(table).hasSize(1);
    }

    /** Claims that leave at all moments: the turn to write is never lost, and no key is granted twice. */
    @Test
    void jwt6_inAHurryNothingIsGrantedTwiceAndTheTurnIsNeverLost() throws Exception {
        ConcurrentMap<UsedAssertion.Key, AtomicInteger> granted = new ConcurrentHashMap<>();
        ClaimBatches batches = new ClaimBatches(
                batch -> keys(batch).stream().filter(table::add).collect(Collectors.toSet()),
                6,
                Duration.ofNanos(20_000));
        List<Callable<Integer>> work = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            Random random = new Random(thread);
            work.add(() -> {
                int unavailable = 0;
                for (int i = 0; i < 5000; i++) {
                    UsedAssertion mine = assertion(Integer.toString(random.nextInt(500)));
                    try {
                        if (batches.claim(mine)) {
                            granted.computeIfAbsent(mine.key(), key -> new AtomicInteger())
                                    .incrementAndGet();
                        }
                    } catch (UnavailableException e) {
                        unavailable++;
                    }
                }
                return unavailable;
            });
        }
        for (Future<Integer> each : threads.invokeAll(work)) {
            assertThat(each.get()).isLessThan(5000);
        }

        assertThat(granted.values()).allSatisfy(times -> assertThat(times).hasValue(1));
        assertThat(batches.waiting()).isZero();
        assertThat(batches.claim(assertion("at last"))).isTrue();
    }

    private ClaimBatches batches() {
        return new ClaimBatches(this::write, ClaimBatches.MAX_WAITING_CLAIMS, LONG);
    }

    private Set<UsedAssertion.Key> write(List<UsedAssertion> batch) {
        begun.incrementAndGet();
        try {
            assertThat(mayWrite.tryAcquire(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        } else if (failure instanceof Error error) {
            throw error;
        }
        written.add(batch);
        Set<UsedAssertion.Key> free = new HashSet<>(keys(batch));
        free.removeIf(key -> !table.add(key));
        return free;
    }

    /** A claim whose batch is being written. */
    private Future<Boolean> underWay(ClaimBatches batches) {
        Future<Boolean> first = threads.submit(() -> batches.claim(assertion("first")));
        await(() -> begun.get() == 1);
        return first;
    }

    /** Claims that wait, in this order. */
    private List<Future<Boolean>> enter(ClaimBatches batches, List<String> ids) {
        List<Future<Boolean>> entered = new ArrayList<>();
        for (String id : ids) {
            entered.add(threads.submit(() -> batches.claim(assertion(id))));
            await(() -> batches.waiting() == entered.size());
        }
        return entered;
    }

    private static List<Boolean> answers(List<Future<Boolean>> futures) throws Exception {
        List<Boolean> answers = new ArrayList<>();
        for (Future<Boolean> future : futures) {
            answers.add(future.get());
        }
        return answers;
    }

    private static Set<UsedAssertion.Key> keys(List<UsedAssertion> batch) {
        return batch.stream().map(UsedAssertion::key).collect(Collectors.toSet());
    }

    private static UsedAssertion assertion(String jti) {
        return UsedAssertion.of(new ClientId("billing"), jti, END);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }
}
