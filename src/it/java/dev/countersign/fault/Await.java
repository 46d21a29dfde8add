package dev.countersign.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for conditions, and measures how long they took. */
final class Await {

    private Await() {}

    /** @return how long it took; fails when that is longer than {@code most} */
    static Duration until(String what, Duration most, Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(most);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        assertThat(took).as(what).isLessThan(most);
        return took;
    }
}
