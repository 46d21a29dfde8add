package dev.countersign.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Verifies that the journal of the previous run is complete, and reads its marks. A truncated record at the end belongs
 * to a claim that never returned, and is ignored; any other damage is a flaw. Used by one thread.
 */
final class JournalScan {

    private final JournalDirectory directory;
    private final UUID boot;
    private final long keyCheck;
    private final NavigableSet<Long> numbers;
    private final List<Segment> segments = new ArrayList<>();
    private Optional<SegmentHeader> newest = Optional.empty();

    /**
     * A scan of the existing files.
     *
     * @param boot {@link SegmentHeader#NO_BOOT}: the system has no boot id, so that no journal is accepted
     */
    JournalScan(JournalDirectory directory, UUID boot, long keyCheck) throws IOException {
        this.directory = directory;
        this.boot = boot;
        this.keyCheck = keyCheck;
        this.numbers = directory.segments();
    }

    /** @param lastRun the run that the journal must belong to */
    void verify(UUID lastRun) throws IOException, FlawException {
        dropUnbegun();
        if (numbers.isEmpty()) {
            throw new FlawException("it has no file");
        }
        newest = Optional.of(SegmentReader.header(directory.file(numbers.last())));
        SegmentHeader last = newest.get();
        requireThat(last.run().equals(lastRun), "it is not of the last run of this server with this store");
        for (long number = last.first(); number <= numbers.last(); number++) {
            requireThat(numbers.contains(number), "one of its files is missing");
            segments.add(verified(number));
        }
    }

    /** The files whose marks may be live; complete after {@link #verify}. */
    List<Segment> segments() {
        return List.copyOf(segments);
    }

    /** When the last of all marks ends, in microseconds since the epoch. */
    long lastUntil() {
        return segments.stream().mapToLong(Segment::lastUntil).max().orElse(0);
    }

    /** Whether there was no file at all. */
    boolean isEmpty() {
        return numbers.isEmpty();
    }

    /** The header of the newest file, if it has one. */
    Optional<SegmentHeader> newest() {
        return newest;
    }

    /** The number of the next file. */
    long nextNumber() {
        return numbers.isEmpty() ? 1 : numbers.last() + 1;
    }

    void read(Consumer<Mark> marks) throws IOException, FlawException {
        for (Segment segment : segments) {
            SegmentReader.read(directory.file(segment.number()), marks);
        }
    }

    /** The newest file has no mark when its process was killed before the header was complete. */
    private void dropUnbegun() throws IOException {
        if (!numbers.isEmpty() && Files.size(directory.file(numbers.last())) < SegmentHeader.BYTES) {
            Files.delete(directory.file(numbers.last()));
            numbers.pollLast();
        }
    }

    private Segment verified(long number) throws IOException, FlawException {
        SegmentHeader header = SegmentReader.header(directory.file(number));
        requireThat(header.number() == number, "the number in the header of a file is not that of its name");
        requireThat(
                !boot.equals(SegmentHeader.NO_BOOT) && header.boot().equals(boot),
                "the machine was restarted since, or has no boot id");
        requireThat(header.keyCheck() == keyCheck, "it was written under another master key");
        requireThat(header.inode() == JournalDirectory.inode(directory.file(number)), "one of its files is a copy");
        AtomicLong lastUntil = new AtomicLong();
        long whole =
                SegmentReader.read(directory.file(number), mark -> lastUntil.accumulateAndGet(mark.until(), Math::max));
        long size = Files.size(directory.file(number));
        requireThat(whole == size || number == numbers.last(), "one of its files was cut off");
        if (whole < size) {
            try (SegmentFile file = SegmentFile.open(directory.file(number))) {
                file.cut(whole);
            }
        }
        return new Segment(number, whole, lastUntil.get());
    }

    private static void requireThat(boolean holds, String flaw) throws FlawException {
        if (!holds) {
            throw new FlawException(flaw);
        }
    }
}
