package dev.countersign.replay;

import dev.countersign.auth.AssertionRules;
import dev.countersign.auth.GuardRuns;
import dev.countersign.client.ClientId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;

/**
 * Remembers used assertions on this node alone, across restarts (RFC 7523, section 3): in memory like {@link
 * MemoryReplayGuard}, and each one in a {@link Journal} before the claim returns. Where the journal is not complete,
 * because the machine was restarted or the files are not those of the latest run, it starts as that guard does.
 * Thread-safe.
 */
public final class JournalReplayGuard extends HeapReplayGuard implements AutoCloseable {

    /** The purpose of its derived key. */
    public static final String KEY_PURPOSE = "replay journal";

    /**
     * How many times the memory limit the files may take. A mark takes as much in a file as in a nearly full memory;
     * but a file is kept until the last of its marks has ended and the next file is begun.
     */
    private static final int MAX_FILES_PER_CAPACITY = 4;

    private final GuardMemory memory;
    private final Journal journal;

    /**
     * Reads the journal of the previous run, and begins a new run.
     *
     * @param dataDirectory of this node alone
     * @param capacity in bytes of heap; the files take four times as much at most
     * @param key under which ids are hashed, the same at each start
     * @throws IllegalStateException when the directory cannot be used; the message is for the deployer
     */
    public JournalReplayGuard(
            Path dataDirectory,
            long capacity,
            AssertionRules rules,
            SecretKey key,
            GuardRuns runs,
            InstantSource clock) {
        this(JournalPlace.in(dataDirectory), capacity, rules, key, runs, clock);
    }

    JournalReplayGuard(
            JournalPlace place,
            long capacity,
            AssertionRules rules,
            SecretKey key,
            GuardRuns runs,
            InstantSource clock) {
        MarkHash hash = new MarkHash(key);
        UUID boot = place.boot().orElse(SegmentHeader.NO_BOOT);
        JournalDirectory directory = JournalDirectory.claim(place.dataDirectory());
        try {
            JournalScan scan = new JournalScan(directory, boot, hash.check());
            long start = LatestTime.micros(clock.instant());
            Recovery known = Recovery.of(scan, runs.last(), capacity, rules, start);
            UUID run = UUID.randomUUID();
            // First in the store: a journal of a run that the store does not know is not trusted.
            runs.begin(run);
            SegmentHeader plan =
                    new SegmentHeader(boot, run, 0, hash.check(), scan.nextNumber(), 0, known.since(), known.latest());
            LatestTime time = new LatestTime(clock, known.latest());
            journal = new Journal(
                    directory, place.opener(), known.segments(), plan, capacity * MAX_FILES_PER_CAPACITY, time);
            memory = new GuardMemory(known.marks(), hash, known.restart(rules), time);
        } catch (IOException e) {
            release(directory, e);
            throw new IllegalStateException(
                    "replayGuard: the journal in " + directory.path() + " cannot be used: " + e, e);
        } catch (RuntimeException | Error e) {
            release(directory, e);
            throw e;
        }
    }

    @Override
    public boolean claim(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        journal.requireWritable();
        Optional<Mark> made = memory.claim(client, jti, issuedAt, until);
        // If this fails, the mark stays, since it may have been written.
        made.ifPresent(journal::append);
        return made.isPresent();
    }

    @Override
    public boolean isUsed(ClientId client, String jti, Optional<Instant> issuedAt, Instant until) {
        journal.requireWritable();
        return memory.isUsed(client, jti, issuedAt, until);
    }

    @Override
    GuardMemory memory() {
        return memory;
    }

    @Override
    public long getJournalBytes() {
        return journal.bytes();
    }

    /** Lets another process use the directory. */
    @Override
    public void close() throws IOException {
        journal.close();
    }

    private static void release(JournalDirectory directory, Throwable cause) {
        try {
            directory.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
