package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Asks ten times a second, each time by a new connection, and notes how long the answer took. */
final class ReadinessProbe {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final String HEAD = "GET /countersign/health/ready HTTP/1.1";

    private final int port;

    ReadinessProbe(int port) {
        this.port = port;
    }

    /** @return the times of the answers, the longest last */
    List<Duration> ask(int times) throws Exception {
        List<ScheduledFuture<Duration>> answers = new ArrayList<>();
        ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(times);
        try {
            for (int i = 0; i < times; i++) {
                answers.add(scheduler.schedule(() -> ask(), i * INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
            }
            List<Duration> durations = new ArrayList<>();
            for (ScheduledFuture<Duration> answer : answers) {
                durations.add(answer.get());
            }
            return durations.stream().sorted().toList();
        } finally {
            scheduler.shutdownNow();
        }
    }

    private Duration ask() throws IOException {
        long begin = System.nanoTime();
        assertThat(RawRequest.send(port, HEAD, "Host: localhost")).startsWith("HTTP/1.1 200 ");
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
