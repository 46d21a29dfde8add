package dev.countersign.kit;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass between two tries. */
@FunctionalInterface
interface Pauser {

    Pauser REAL = wait -> {
        boolean ended = new CountDownLatch(1).await(wait.toNanos(), TimeUnit.NANOSECONDS);
        assert !ended;
    };

    void pause(Duration wait) throws InterruptedException;
}
