package dev.countersign.metrics;

import dev.countersign.manage.LatencyCounts;
import dev.countersign.manage.MetricsExposition;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * The metrics of one application, read from their sources at each scrape: counting costs a request nothing beyond what
 * it counts anyway. Without the library's static registry, since one server can run several applications. A metric
 * without any value is left out. All are declared before the first scrape; thread-safe from then on.
 */
public final class PrometheusMetrics implements MetricsExposition {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.create();
    private final List<Supplier<Optional<MetricSnapshot>>> metrics = new ArrayList<>();

    /**
     * A number that only grows.
     *
     * @param name without the suffix {@code _total}, which the text adds
     * @param source adds the values at each scrape
     */
    public PrometheusMetrics counter(String name, String help, Consumer<Samples> source, String... labels) {
        metrics.add(() -> {
            CounterSnapshot.Builder snapshot =
                    CounterSnapshot.builder().name(name).help(help);
            boolean any = read(
                    source,
                    (value, values) -> snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                            .value(value)
                            .labels(Labels.of(labels, values))
                            .build()));
            return any ? Optional.of(snapshot.build()) : Optional.empty();
        });
        return this;
    }

    /** A number that grows and shrinks. */
    public PrometheusMetrics gauge(String name, String help, Consumer<Samples> source, String... labels) {
        metrics.add(() -> {
            GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(help);
            boolean any = read(
                    source,
                    (value, values) -> snapshot.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .value(value)
                            .labels(Labels.of(labels, values))
                            .build()));
            return any ? Optional.of(snapshot.build()) : Optional.empty();
        });
        return this;
    }

    /** Durations, in seconds. */
    public PrometheusMetrics histogram(String name, String help, LatencyCounts durations) {
        double[] limits = DoubleStream.concat(
                        LongStream.of(LatencyCounts.limits()).mapToDouble(limit -> limit / NANOS_PER_SECOND),
                        DoubleStream.of(Double.POSITIVE_INFINITY))
                .toArray();
        metrics.add(() -> Optional.of(HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(limits, durations.counts()))
                        .sum(durations.totalNanos() / NANOS_PER_SECOND)
                        .build())
                .build()));
        return this;
    }

    @Override
    public String contentType() {
        return writer.getContentType();
    }

    @Override
    public Scrape scrape() {
        MetricSnapshots now = new MetricSnapshots(
                metrics.stream().map(Supplier::get).flatMap(Optional::stream).toList());
        return out -> writer.write(out, now, EscapingScheme.UNDERSCORE_ESCAPING);
    }

    /** False: the source has no value at present. */
    private static boolean read(Consumer<Samples> source, Samples into) {
        boolean[] any = new boolean[1];
        source.accept((value, values) -> {
            into.add(value, values);
            any[0] = true;
        });
        return any[0];
    }
}
