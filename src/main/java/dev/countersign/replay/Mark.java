package dev.countersign.replay;

/**
 * What is kept of a used assertion: 128 bits, half of them of its client, half of its {@code jti} at that client. Immutable.
 *
 * @param until in microseconds since the epoch
 */
record Mark(long client, long jti, long until) {}
