package dev.countersign.metrics;

/** Takes the values of one metric at a scrape. */
@FunctionalInterface
public interface Samples {

    /** @param labels the values of the metric's labels, in their order; no two calls with the same */
    void add(double value, String... labels);
}
