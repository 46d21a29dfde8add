package dev.countersign.replay;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.GuardRuns;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The assertions used before this run, as far as its journal tells. Immutable, but for the marks.
 *
 * @param segments the files with those marks
 * @param since before it, assertions may have been used that the marks lack; in microseconds since the epoch
 * @param latest the latest time that is known, in microseconds since the epoch
 */
record Recovery(LiveMarks marks, List<Segment> segments, long since, long latest) {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    /** From a complete journal; otherwise empty, so that assertions from before the start are refused. */
    static Recovery of(JournalScan scan, UUID lastRun, long capacity, AssertionRules rules, long start) {
        try {
            scan.verify(lastRun);
            return restored(scan, capacity, rules, start);
        } catch (FlawException | IOException e) {
            boolean nothingWasUsed = lastRun.equals(GuardRuns.NONE) && scan.isEmpty();
            // The clock may be behind that of the previous run.
            long latest =
                    Math.max(start, scan.newest().map(SegmentHeader::latest).orElse(start));
            long since = Math.max(start, scan.newest().map(Recovery::lastMark).orElse(start));
            if (!nothingWasUsed) {
                LOG.warn(
                        "The journal of used JWTs is not complete: {}."
                                + " Until {}, JWTs that may be older than this start get 503",
                        e.getMessage(),
                        instant(since).plus(MemoryReplayGuard.longestLife(rules)));
            }
            return new Recovery(
                    new LiveMarks(capacity, MemoryReplayGuard.longestLife(rules)),
                    List.of(),
                    nothingWasUsed ? 0 : since,
                    latest);
        }
    }

    Restart restart(AssertionRules rules) {
        return new Restart(instant(since), rules);
    }

    private static Recovery restored(JournalScan scan, long capacity, AssertionRules rules, long start)
            throws IOException, FlawException {
        SegmentHeader newest = scan.newest().orElseThrow();
        long latest = Math.max(start, newest.latest());
        // The previous run may have allowed a longer life of assertions.
        Duration ahead = Duration.of(scan.lastUntil() - latest, ChronoUnit.MICROS);
        Duration usual = MemoryReplayGuard.longestLife(rules);
        LiveMarks marks = new LiveMarks(capacity, ahead.compareTo(usual) > 0 ? ahead : usual);
        AtomicBoolean full = new AtomicBoolean();
        scan.read(mark -> full.compareAndSet(false, !marks.restore(mark, latest)));
        if (full.get()) {
            throw new FlawException("its marks need more room than replayCapacity gives");
        }
        LOG.info("The journal of used JWTs is complete: {} are remembered", marks.size());
        if (latest > start) {
            LOG.warn(
                    "The clock is behind the end of the previous run, {}: JWTs that expire before it get 503",
                    instant(latest));
        }
        return new Recovery(marks, scan.segments(), newest.since(), latest);
    }

    /** The latest time at which that run may have accepted an assertion; in microseconds since the epoch. */
    private static long lastMark(SegmentHeader newest) {
        return newest.latest() + Journal.MAX_SEGMENT_AGE.toNanos() / 1000;
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
