package dev.countersign.replay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads a file of a journal. Stateless. */
final class SegmentReader {

    private static final int BUFFER_BYTES = 1 << 16;

    private SegmentReader() {}

    static SegmentHeader header(Path file) throws IOException, FlawException {
        try (InputStream in = Files.newInputStream(file)) {
            return SegmentHeader.decoded(in.readNBytes(SegmentHeader.BYTES))
                    .orElseThrow(() -> new FlawException("the beginning of " + file.getFileName() + " is damaged"));
        }
    }

    /** Passes on each mark; returns the length up to the end of the last complete record. */
    static long read(Path file, Consumer<Mark> marks) throws IOException, FlawException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            in.skipNBytes(SegmentHeader.BYTES);
            long length = SegmentHeader.BYTES;
            byte[] record = new byte[JournalRecord.BYTES];
            while (in.readNBytes(record, 0, JournalRecord.BYTES) == JournalRecord.BYTES) {
                Optional<Mark> mark = JournalRecord.decoded(record);
                if (mark.isEmpty()) {
                    throw new FlawException(file.getFileName() + " is damaged at byte " + length);
                }
                marks.accept(mark.get());
                length += JournalRecord.BYTES;
            }
            return length;
        }
    }
}
