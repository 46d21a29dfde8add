/** The metrics of this node in the text format of Prometheus, by its client library. */
@NullMarked
package dev.countersign.metrics;

import org.jspecify.annotations.NullMarked;
