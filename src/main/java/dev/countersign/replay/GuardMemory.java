package dev.countersign.replay;

import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about claims by the marks in memory. Thread-safe. */
final class GuardMemory {

    private static final Logger LOG = LoggerFactory.getLogger(GuardMemory.class);

    private final LatestTime time;
    private final Restart restart;
    private final MarkHash hash;
    private final LiveMarks marks;
    private final LongAdder refused = new LongAdder();
    private final OncePerMinute report = new OncePerMinute();

    GuardMemory(LiveMarks marks, MarkHash hash, Restart restart, LatestTime time) {
        this.time = time;
        this.restart = restart;
        this.hash = hash;
        this.marks = marks;
    }

    /**
     * The mark that this call has added; empty: the assertion was used before.
     *
     * @throws UnavailableException when it is undecided
     */
    Optional<Mark> claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        requireKnown(issuedAt, until);
        long now = time.now();
        Mark mark = mark(client, jti, until);
        LiveMarks.Answer answer = marks.claim(mark, now);
        if (answer == LiveMarks.Answer.NO_ROOM) {
            reportFull(now);
        }
        return isUsed(answer) ? Optional.empty() : Optional.of(mark);
    }

    /**
     * Whether it was used before; marks and counts nothing.
     *
     * @throws UnavailableException when it is undecided
     */
    boolean isUsed(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        requireKnown(issuedAt, until);
        return isUsed(marks.look(mark(client, jti, until), time.now()));
    }

    private void requireKnown(Optional<Instant> issuedAt, Instant until) {
        if (!restart.precedes(issuedAt, until)) {
            throw new UnavailableException("the assertion may have been used before this node started");
        }
    }

    private Mark mark(ClientId client, String jti, Instant until) {
        return hash.of(client, jti, LatestTime.micros(until.plusNanos(999)));
    }

    private static boolean isUsed(LiveMarks.Answer answer) {
        return switch (answer) {
            case FREE -> false;
            case USED -> true;
            case ENDED ->
                throw new UnavailableException("the assertion ended too long ago to know whether it was used");
            case TOO_LONG -> throw new UnavailableException("the assertion expires later than any accepted one may");
            case NO_ROOM ->
                throw new UnavailableException("the replay guard has no room for another assertion of this client");
        };
    }

    LiveMarks marks() {
        return marks;
    }

    /** How many claims were refused because the memory limit was reached. */
    long refused() {
        return refused.sum();
    }

    private void reportFull(long now) {
        refused.increment();
        if (report.isDue(now)) {
            LOG.warn(
                    "The replay guard is full: JWTs of clients that hold more than their share of it get 503."
                            + " used_bytes={} replayCapacity={} marks={} refused_since_start={}."
                            + " Raise replayCapacity, or let the clients' JWTs expire sooner",
                    marks.room().used(),
                    marks.room().capacity(),
                    marks.size(),
                    refused.sum());
        }
    }
}
