package dev.countersign.launch;

import dev.countersign.text.SourceNetwork;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One connection, with the heap that it takes and how long the server has waited for its client. Thread-safe. */
final class Peer {
    private static final long NEVER = 0;

    private final SourceNetwork source;
    private final Peers peers;
    private final LongSupplier nanoClock;
    private final Runnable close;

    private volatile long waitingSince = NEVER;
    private volatile long stalledSince = NEVER;
    private volatile @Nullable Runnable endOfWait;
    private volatile int pipelined;
    private volatile @Nullable GatheredBody body;

    /** Guarded by {@link Peers}. */
    private int heldBytes;

    /** Of a connection from which nothing has been read yet. */
    Peer(SourceNetwork source, Peers peers, LongSupplier nanoClock, Runnable close) {
        this.source = source;
        this.peers = peers;
        this.nanoClock = nanoClock;
        this.close = close;
    }

    SourceNetwork source() {
        return source;
    }

    /** A wait for a head, or for a body to gather, begins; further bytes of it do not begin the wait anew. */
    void waits() {
        stalledSince = NEVER;
        if (waitingSince == NEVER) {
            waitingSince = now();
        }
    }

    /**
     * A wait for a body to gather begins or goes on.
     *
     * @param end called when it has lasted too long; must not block, and ends the wait
     */
    void waitsForBody(Runnable end) {
        endOfWait = end;
        waits();
    }

    /** A head has come in full. */
    void headArrived() {
        pipelined = waitingSince == NEVER ? pipelined + 1 : 0;
        arrived();
    }

    /**
     * How many heads in a row, this one included, arrived before the server began to wait for them; a fast client,
     * whose request follows the answer at once, has some of these too.
     */
    int pipelined() {
        return pipelined;
    }

    /** The wait is over: head and gathered body have come in full. */
    void arrived() {
        endOfWait = null;
        waitingSince = NEVER;
        stalledSince = NEVER;
    }

    /**
     * A thread may block for this peer, in a read or a write; counted once per request, until the end of the answer.
     */
    void stalls() {
        if (stalledSince == NEVER) {
            stalledSince = now();
            peers.stalled();
        }
    }

    /** Reserves heap for a body that is being gathered; false: there is none left, and the body is to be refused. */
    boolean reserve(GatheredBody gathered, int bytes) {
        body = gathered;
        return peers.reserve(this, bytes);
    }

    /** The body's heap is free again. */
    void release(GatheredBody gathered) {
        body = null;
        peers.release(this, gathered.capacity());
    }

    /** Ends a wait that has lasted too long: for a head by closing, since there is no request to answer yet. */
    void expire() {
        Runnable end = endOfWait;
        if (end == null) {
            close();
        } else {
            end.run();
        }
    }

    boolean isWaitingForBody() {
        return endOfWait != null;
    }

    void close() {
        GatheredBody gathered = body;
        if (gathered != null) {
            gathered.drop();
        }
        close.run();
    }

    boolean isWaiting() {
        return waitingSince != NEVER;
    }

    boolean isStalled() {
        return stalledSince != NEVER;
    }

    long waitedNanos() {
        return age(waitingSince);
    }

    long stalledNanos() {
        return age(stalledSince);
    }

    int heldBytes() {
        return heldBytes;
    }

    void addHeldBytes(int bytes) {
        heldBytes += bytes;
    }

    private long age(long since) {
        return since == NEVER ? 0 : nanoClock.getAsLong() - since;
    }

    /** The current time in nanoseconds, never {@link #NEVER}. */
    private long now() {
        return nanoClock.getAsLong() | 1;
    }
}
