package dev.countersign.replay;

/**
 * The metadata of a file of a journal. Immutable.
 *
 * @param number see {@link SegmentHeader}
 * @param bytes its size, up to its last whole record
 * @param lastUntil when the last of its marks ends, in microseconds since the epoch
 */
record Segment(long number, long bytes, long lastUntil) {

    /** With more records at its end. */
    Segment with(int moreBytes, long until) {
        return new Segment(number, bytes + moreBytes, Math.max(lastUntil, until));
    }
}
