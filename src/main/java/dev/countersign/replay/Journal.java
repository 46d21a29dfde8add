package dev.countersign.replay;

import dev.countersign.client.UnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends marks to files. When a call returns, they are in the operating system's page cache: they survive a crash of
 * the process, not of the machine. One write takes all waiting marks. A file is deleted when its last mark has ended.
 * After a failed write, the partial record is truncated before anything else is written. Thread-safe.
 */
final class Journal implements AutoCloseable {

    static final int MAX_SEGMENT_BYTES = 1 << 24;
    static final Duration MAX_SEGMENT_AGE = Duration.ofSeconds(15);

    /** For a write that hangs, for example on a network file system that does not answer. */
    static final Duration MAX_WAIT = Duration.ofSeconds(2);

    /** About as long as a write takes: parking and waking a thread costs more. */
    private static final int SPINS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final long MAX_SEGMENT_AGE_MICROS = MAX_SEGMENT_AGE.toNanos() / 1000;

    /** A record without an assertion: writing it shows that the file can be written. */
    private static final byte[] TRIAL = JournalRecord.encoded(new Mark(0, 0, 0, 0));

    private final JournalDirectory directory;
    private final SegmentFile.Opener opener;
    private final long maxBytes;
    private final LatestTime time;
    private final Queue<JournalEntry> waiting = new ConcurrentLinkedQueue<>();
    private final OncePerMinute report = new OncePerMinute();

    /** Guards what follows. */
    private final ReentrantLock writing = new ReentrantLock();

    /** The files before the current one with marks that may be live. */
    private Deque<Segment> closed = new ArrayDeque<>();

    private SegmentHeader header;
    private Segment segment;
    private SegmentFile file;

    /** Whether a write has begun and not succeeded. */
    private boolean torn;

    private volatile long bytes;

    /** Whether the last write failed. */
    private volatile boolean failed;

    /** Whether a call has timed out while waiting for the current write. */
    private volatile boolean stalled;

    /**
     * Begins a file.
     *
     * @param before earlier files with marks that may be live
     * @param plan header of the new file, without the fields that depend on this file and on the earlier ones
     * @param maxBytes of all files together
     */
    Journal(
            JournalDirectory directory,
            SegmentFile.Opener opener,
            Collection<Segment> before,
            SegmentHeader plan,
            long maxBytes,
            LatestTime time)
            throws IOException {
        this.directory = directory;
        this.opener = opener;
        this.maxBytes = maxBytes;
        this.time = time;
        this.closed = alive(before, plan.latest());
        this.header = created(plan, closed);
        this.file = begin(header);
        this.segment = new Segment(header.number(), SegmentHeader.BYTES, 0);
        this.bytes = sum();
        directory.deleteBefore(header.first());
    }

    /**
     * Checks, as far as possible, that an append would succeed; to be called before a mark is added.
     *
     * @throws UnavailableException when it would fail
     */
    void requireWritable() {
        if (!failed && !stalled && bytes < maxBytes) {
            return;
        }
        if (!writing.tryLock()) {
            throw new UnavailableException("the journal of used assertions cannot be written at the moment");
        }
        try {
            mend();
        } catch (IOException e) {
            throw failure(e);
        } finally {
            writing.unlock();
        }
        if (bytes >= maxBytes) {
            throw failure(new IOException("its files have reached " + maxBytes + " bytes"));
        }
    }

    /**
     * Returns when the mark is written.
     *
     * @throws UnavailableException when it may not be written
     */
    void append(Mark mark) {
        JournalEntry entry = new JournalEntry(mark);
        waiting.add(entry);
        if (!takesTurn()) {
            // Until that write returns, further calls fail at once instead of waiting.
            stalled = !Thread.currentThread().isInterrupted();
            waiting.remove(entry);
            throw new UnavailableException("the journal of used assertions is not written in time");
        }
        try {
            if (!entry.settled) {
                writeAllThatWait();
            }
        } finally {
            writing.unlock();
        }
        if (!entry.written) {
            throw new UnavailableException("the assertion could not be written to the journal");
        }
    }

    /** Of all files together. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        writing.lock();
        try (directory) {
            // From here on, claims fail, since the file counts as not writable.
            failed = true;
            file.close();
        } finally {
            writing.unlock();
        }
    }

    /** An interrupt ends the waiting only, never a write. */
    private boolean takesTurn() {
        for (int i = 0; i < SPINS; i++) {
            if (writing.tryLock()) {
                return true;
            }
            Thread.onSpinWait();
        }
        try {
            return writing.tryLock(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void writeAllThatWait() {
        List<JournalEntry> batch = new ArrayList<>();
        for (JournalEntry next = waiting.poll(); next != null; next = waiting.poll()) {
            next.settled = true;
            batch.add(next);
        }
        try {
            mend();
            ByteArrayOutputStream records = new ByteArrayOutputStream(batch.size() * JournalRecord.BYTES);
            long lastUntil = 0;
            for (JournalEntry each : batch) {
                records.writeBytes(JournalRecord.encoded(each.mark));
                lastUntil = Math.max(lastUntil, each.mark.until());
            }
            write(records.toByteArray(), lastUntil);
            batch.forEach(each -> each.written = true);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Repairs the file after a failed write, and begins a new one when it is due. */
    private void mend() throws IOException {
        if (torn || failed) {
            file.cut(segment.bytes());
            write(TRIAL, 0);
        }
        // After all waiting entries: each was accepted less than this after the time in the header of its file.
        long now = time.now();
        if (segment.bytes() >= MAX_SEGMENT_BYTES || now - header.latest() >= MAX_SEGMENT_AGE_MICROS) {
            roll(now);
        }
        failed = false;
        stalled = false;
    }

    private void write(byte[] records, long lastUntil) throws IOException {
        torn = true;
        file.append(records);
        torn = false;
        segment = segment.with(records.length, lastUntil);
        bytes = sum();
    }

    private void roll(long now) throws IOException {
        List<Segment> before = new ArrayList<>(closed);
        before.add(segment);
        Deque<Segment> kept = alive(before, now);
        SegmentHeader next = created(header.at(segment.number() + 1, now), kept);
        SegmentFile begun = begin(next);
        SegmentFile ended = file;
        closed = kept;
        header = next;
        file = begun;
        segment = new Segment(next.number(), SegmentHeader.BYTES, 0);
        bytes = sum();
        ended.close();
        directory.deleteBefore(next.first());
    }

    /** Creates the file, empty. */
    private SegmentHeader created(SegmentHeader plan, Deque<Segment> before) throws IOException {
        long first = before.isEmpty() ? plan.number() : before.getFirst().number();
        return plan.of(JournalDirectory.inode(directory.create(plan.number())), first);
    }

    /** The files without the leading ones whose marks have all ended. */
    private static Deque<Segment> alive(Collection<Segment> segments, long now) {
        Deque<Segment> alive = new ArrayDeque<>(segments);
        while (!alive.isEmpty() && alive.getFirst().lastUntil() <= now) {
            alive.removeFirst();
        }
        return alive;
    }

    /**
     * The header is written before old files are deleted: it holds the latest time, so that marks that have ended stay
     * ended, even when the clock is set back.
     */
    private SegmentFile begin(SegmentHeader first) throws IOException {
        SegmentFile begun = opener.open(directory.file(first.number()));
        try {
            begun.append(first.encoded());
            return begun;
        } catch (IOException e) {
            begun.close();
            Files.deleteIfExists(directory.file(first.number()));
            throw e;
        }
    }

    private long sum() {
        long sum = segment.bytes();
        for (Segment each : closed) {
            sum += each.bytes();
        }
        return sum;
    }

    private UnavailableException failure(IOException e) {
        failed = true;
        if (report.isDue(time.now())) {
            LOG.warn(
                    "The journal of used JWTs in {} cannot be written: signed JWTs get 503 until it can: {}",
                    directory.path(),
                    e.toString());
        }
        return new UnavailableException("the journal of used assertions cannot be written", e);
    }
}
