package dev.countersign.replay;

/**
 * The record of a used assertion. Immutable.
 *
 * @param high the first half of the keyed hash of client and {@code jti}; never 0
 * @param low the second half; {@link Generation} keeps its upper bits only
 * @param client a keyed hash of the client alone, by which its marks are counted
 * @param until in microseconds since the epoch
 */
record Mark(long high, long low, int client, long until) {}
