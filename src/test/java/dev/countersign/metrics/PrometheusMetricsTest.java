package dev.countersign.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.manage.LatencyCounts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PrometheusMetricsTest {

    private final PrometheusMetrics metrics = new PrometheusMetrics();

    private String text() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        metrics.scrape().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void readsItsSourcesAtEachScrape() throws IOException {
        AtomicLong count = new AtomicLong(1);
        metrics.counter(
                "calls", "Calls.", samples -> samples.add(count.get(), "basic", "granted"), "method", "outcome");
        assertThat(text()).isEqualTo("""
                        # HELP calls_total Calls.
                        # TYPE calls_total counter
                        calls_total{method="basic",outcome="granted"} 1.0
                        """);
        count.set(3);
        assertThat(text()).contains("} 3.0\n");
    }

    @Test
    void aMetricWithoutAValueIsLeftOut() throws IOException {
        metrics.gauge("absent", "Absent.", samples -> {}).gauge("present", "Present.", samples -> samples.add(0.5));
        assertThat(text()).isEqualTo("# HELP present Present.\n# TYPE present gauge\npresent 0.5\n");
    }

    @Test
    void bucketsAreCumulativeAndInSeconds() throws IOException {
        LatencyCounts durations = new LatencyCounts();
        durations.add(Duration.ofMillis(1).toNanos());
        durations.add(Duration.ofMillis(1).toNanos() + 1);
        durations.add(Duration.ofSeconds(10).toNanos());
        metrics.histogram("call_seconds", "Calls.", durations);
        assertThat(text())
                .contains("call_seconds_bucket{le=\"5.0E-4\"} 0\n", "call_seconds_bucket{le=\"0.001\"} 1\n")
                .contains("call_seconds_bucket{le=\"0.0025\"} 2\n", "call_seconds_bucket{le=\"+Inf\"} 3\n")
                .contains("call_seconds_count 3\n", "call_seconds_sum 10.002000001\n");
    }

    @Test
    void twoApplicationsOfOneProcessShareNothing() throws IOException {
        PrometheusMetrics other = new PrometheusMetrics();
        other.gauge("same", "Of another.", samples -> samples.add(2));
        metrics.gauge("same", "Ours.", samples -> samples.add(1));
        assertThat(text()).contains("same 1.0\n").doesNotContain("2.0");
        assertThat(metrics.contentType()).startsWith("text/plain; version=0.0.4");
    }
}
