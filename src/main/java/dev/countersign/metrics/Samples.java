package dev.countersign.metrics;

/** Takes the values of one metric at a scrape. */
@FunctionalInterface
public interface Samples {

    /** @param labels the values of the metric's labels, in their order; no two calls with the same */
    void add(double value, String... labels);

    /** The same, of a count; above 2^53 it is rounded. */
    default void add(long value, String... labels) {
        add((double) value, labels);
    }
}
