package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.countersign.task.BackgroundTask;
import dev.countersign.text.IpLiteral;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SlowBodiesTest {

    private static final int MAX_AT_ONCE = 5;
    private static final int MAX_OF_ONE_SOURCE = 3;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final SlowBodies bodies = new SlowBodies(MAX_AT_ONCE, MAX_OF_ONE_SOURCE);

    private static InetAddress source(int last) {
        return IpLiteral.parse("192.0.2." + last).orElseThrow();
    }

    private Optional<SlowBodies.Wait> begin(int source) {
        return bodies.begin(source(source), Duration.ZERO, LONG);
    }

    /** While the deadlines are looked at. */
    private void watching(Runnable watched) {
        BackgroundTask watch =
                new BackgroundTask("watch", "the test waits", Duration.ofMillis(1), bodies::interruptOverdue);
        try {
            watched.run();
        } finally {
            watch.close();
        }
    }

    @Test
    void ops_aSourceHasAShareAndAllTogetherABound() {
        List<SlowBodies.Wait> held = new ArrayList<>();
        for (int i = 0; i < MAX_OF_ONE_SOURCE; i++) {
            held.add(begin(1).orElseThrow());
        }
        assertThat(begin(1)).isEmpty();
        for (int i = held.size(); i < MAX_AT_ONCE; i++) {
            held.add(begin(i).orElseThrow());
        }
        assertThat(begin(99)).isEmpty();
        held.get(0).close();
        assertThat(bodies.size()).isEqualTo(MAX_AT_ONCE - 1);
        begin(1).orElseThrow().close();
        held.subList(1, held.size()).forEach(SlowBodies.Wait::close);
        assertThat(bodies.size()).isZero();
    }

    @Test
    void aPlaceThatIsGivenBackIsTakenByWhoWaitsForIt() {
        List<SlowBodies.Wait> held = new ArrayList<>();
        for (int i = 0; i < MAX_OF_ONE_SOURCE; i++) {
            held.add(begin(1).orElseThrow());
        }
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                () -> bodies.begin(source(1), LONG, LONG).orElseThrow().close());
        held.get(0).close();
        waiting.join();
        // A place that is kept would have this thread interrupted, a minute later.
        held.subList(1, held.size()).forEach(SlowBodies.Wait::close);
        assertThat(bodies.size()).isZero();
    }

    @Test
    void ops_aReadThatTakesTooLongIsInterruptedAndNothingIsLeftOfThat() {
        CountDownLatch never = new CountDownLatch(1);
        watching(() -> {
            SlowBodies.Wait wait =
                    bodies.begin(source(1), Duration.ZERO, Duration.ofMillis(1)).orElseThrow();
            Throwable cut = catchThrowable(() -> never.await(1, TimeUnit.MINUTES));
            assertThat(cut).isInstanceOf(InterruptedException.class);
            assertThat(wait.isOver()).isTrue();
            wait.close();
        });
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** Some containers take one interrupt for nothing. */
    @Test
    void ops_whoReadsAgainAfterAnInterruptIsInterruptedAgain() {
        CountDownLatch never = new CountDownLatch(1);
        watching(() -> {
            try (SlowBodies.Wait wait =
                    bodies.begin(source(1), Duration.ZERO, Duration.ofMillis(1)).orElseThrow()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(catchThrowable(() -> never.await(1, TimeUnit.MINUTES)))
                            .isInstanceOf(InterruptedException.class);
                }
                assertThat(wait.isOver()).isTrue();
            }
        });
    }

    @Test
    void anInterruptOfOthersIsKept() {
        try (SlowBodies.Wait wait = begin(1).orElseThrow()) {
            Thread.currentThread().interrupt();
            assertThat(wait.isOver()).isFalse();
        }
        assertThat(Thread.interrupted()).isTrue();
    }
}
