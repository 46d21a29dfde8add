package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Those of this process. Thread-safe. */
public final class Threads {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Threads() {}

    /** None of this name is left: its work is over, and the thread itself ends a moment later. */
    public static void assertNone(String name) throws InterruptedException {
        for (Thread thread : named(name)) {
            thread.join(PATIENCE.toMillis());
        }
        assertThat(named(name)).isEmpty();
    }

    private static List<Thread> named(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }
}
