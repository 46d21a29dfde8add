package dev.countersign.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.log.HeardLog;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureLogTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - MINUTE);
    private final FailureLog failures = new FailureLog("sweep", "rows stay", nanos::get);
    private final HeardLog log = HeardLog.of(BackgroundTask.class);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void ops1_aCauseIsLoggedOnceAMinuteAndItsTraceOnceAnOutage() {
        for (int i = 0; i < 240; i++) {
            failures.failed(new IllegalStateException("number " + i, new ArithmeticException()));
            nanos.addAndGet(MINUTE / 120);
        }

        assertThat(log.levels()).containsExactly(Level.WARNING, Level.WARNING);
        assertThat(log.text())
                .containsOnlyOnce("Caused by: ")
                .contains("task=sweep failed: rows stay")
                .contains("task=sweep still fails: rows stay: java.lang.IllegalStateException < "
                        + "java.lang.ArithmeticException");
    }

    @Test
    void ops1_aTaskThatFailsAndWorksInTurnsLogsNoMore() {
        for (int i = 0; i < 119; i++) {
            failures.failed(new IllegalStateException());
            failures.succeeded();
            nanos.addAndGet(MINUTE / 120);
        }

        assertThat(log.levels()).containsExactly(Level.WARNING, Level.INFO);
    }

    @Test
    void anotherCauseIsLoggedAtOnce() {
        failures.failed(new IllegalStateException());
        failures.failed(new OutOfMemoryError());
        failures.failed(new IllegalStateException());

        assertThat(log.levels()).containsExactly(Level.WARNING, Level.WARNING);
        assertThat(log.text()).contains("java.lang.OutOfMemoryError");
    }

    @Test
    void ops1_circlesAndEndlessKindsOfCausesAreBounded() {
        Exception one = new IllegalStateException();
        one.initCause(new IllegalArgumentException(one));

        failures.failed(one);

        assertThat(log.levels()).hasSize(1);
    }
}
