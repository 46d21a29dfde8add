package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** OPS-1: what senders can repeat is one line each, and a stack trace once a minute. */
class FaultLogTest {

    private final Logger logger = Logger.getLogger(FaultLogTest.class.getName());
    private final org.slf4j.Logger log = LoggerFactory.getLogger(FaultLogTest.class);
    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            records.add(line);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final TestClock clock = new TestClock();
    private final FaultLog faults = new FaultLog(clock);

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void silence() {
        logger.removeHandler(handler);
        logger.setLevel(null);
    }

    private static UnavailableException away(String message) {
        return new UnavailableException(message, new IOException("password=hunter2"));
    }

    private long traces() {
        return records.stream().filter(line -> line.getThrown() != null).count();
    }

    @Test
    void ops2_noPasswordOfACauseIsTold() {
        faults.warn(log, "x", away("jdbc:x://u:hunter2@db/clients cannot be asked"));

        assertThat(traces()).isEqualTo(1);
        assertThat(new SimpleFormatter().format(records.get(0)))
                .contains("jdbc:x://***@db/clients cannot be asked", "java.io.IOException: password=***")
                .doesNotContain("hunter2");
    }

    @Test
    void ops1_oneTraceAMinuteForEachCause() {
        for (int i = 0; i < 1000; i++) {
            faults.warn(log, "client=\"a" + i + "\"", away("the store is away " + i));
        }
        assertThat(records).hasSize(1000);
        assertThat(traces()).isEqualTo(1);
        faults.error(log, "x", new IllegalStateException());
        assertThat(traces()).isEqualTo(2);
        clock.advance(FaultLog.MIN_BETWEEN_TRACES.minusMillis(1));
        faults.warn(log, "x", away(""));
        assertThat(traces()).isEqualTo(2);
        clock.advance(Duration.ofMillis(1));
        faults.warn(log, "x", away(""));
        assertThat(traces()).isEqualTo(3);
    }

    @Test
    void ops1_anOutageThatItsTextExplainsHasATraceAtLevelDebugOnly() {
        UnavailableException explained = new UnavailableException("no key set from https://keys.example:443");
        faults.warn(log, "x", explained);
        assertThat(traces()).isZero();
        logger.setLevel(Level.FINE);
        faults.warn(log, "x", explained);
        faults.warn(log, "x", explained);
        assertThat(traces()).isEqualTo(1);
        assertThat(records).hasSize(3);
    }

    @Test
    void ops1_manyCausesAreBounded() {
        for (int i = 0; i < 1000; i++) {
            IOException one = new IOException();
            one.setStackTrace(new StackTraceElement[] {new StackTraceElement("a.B", "m" + i, "B.java", 1)});
            faults.warn(log, "x", new UnavailableException("away", one));
        }
        assertThat(traces()).isEqualTo(FaultLog.MAX_CAUSES);
        clock.advance(FaultLog.MIN_BETWEEN_TRACES);
        faults.warn(log, "x", away(""));
        assertThat(traces()).isEqualTo(FaultLog.MAX_CAUSES + 1);
    }

    @Test
    void ops2_theLineRepeatsNoMessageOfALibrary() {
        faults.warn(log, "check=store unusable", away("the store\r\nis \u001b away"));
        assertThat(records)
                .extracting(LogRecord::getMessage)
                .containsExactly("check=store unusable"
                        + " cause=\"UnavailableException: the store\\u000d\\u000ais \\u001b away; IOException\"");
        faults.warn(log, "x", away("y".repeat(10_000)));
        assertThat(records.get(1).getMessage()).hasSizeLessThan(400);
    }

    @Test
    void aRingOfCausesEnds() {
        IOException one = new IOException();
        one.initCause(new IOException(one));
        faults.warn(log, "x", one);
        assertThat(records).hasSize(1);
    }
}
