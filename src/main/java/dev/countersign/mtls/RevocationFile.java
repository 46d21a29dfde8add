package dev.countersign.mtls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What was read from a file of revocation lists, and when the file looked how. Immutable.
 *
 * @param mark changes with the file; empty: it is read again in any case
 * @param lists the last ones that could be read
 * @param problem why the file as it is now cannot be used
 */
record RevocationFile(Path file, Optional<Mark> mark, List<RevocationList> lists, Optional<String> problem) {

    /** A list of a hundred thousand entries has four. */
    static final int MAX_BYTES = 16 << 20;

    private static final int MAX_LISTS = 100;

    private static final List<String> LABELS = List.of("X509 CRL", "CRL");

    /** A file that was changed this shortly before may change again without looking different. */
    private static final long UNSETTLED_MILLIS = 3_000;

    private static final int SEQUENCE = 0x30;

    /** How a file looks from the outside. */
    record Mark(long modifiedNanos, long size, String key) {

        static Optional<Mark> of(Path file, long nowMillis) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                long modified = attributes.lastModifiedTime().toMillis();
                return Math.abs(nowMillis - modified) < UNSETTLED_MILLIS
                        ? Optional.empty()
                        : Optional.of(new Mark(
                                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                                attributes.size(),
                                String.valueOf(attributes.fileKey())));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * As the file is now. One that cannot be used leaves what was read before.
     *
     * @param previous this same object is returned when the file has not changed
     */
    static RevocationFile read(Path file, @Nullable RevocationFile previous, Instant now) {
        Optional<Mark> mark = Mark.of(file, now.toEpochMilli());
        if (previous != null && mark.isPresent() && previous.mark.equals(mark)) {
            return previous;
        }
        try {
            byte[] content = DeployedFile.read(file, MAX_BYTES);
            return new RevocationFile(file, mark, parse(content, now), Optional.empty());
        } catch (UnusableFileException e) {
            return new RevocationFile(
                    file, mark, previous == null ? List.of() : previous.lists, Optional.of(e.problem()));
        }
    }

    static List<RevocationList> parse(byte[] content, Instant now) throws UnusableFileException {
        if (!PemBlocks.isPem(content)) {
            if (content[0] != SEQUENCE) {
                throw new UnusableFileException("it is neither PEM nor DER");
            }
            return List.of(RevocationList.parse(content, now));
        }
        List<RevocationList> lists = new ArrayList<>();
        for (PemBlocks.Block block : PemBlocks.of(content, LABELS, MAX_LISTS)) {
            lists.add(RevocationList.parse(block.der(), now));
        }
        if (lists.isEmpty()) {
            throw new UnusableFileException("it holds no CRL");
        }
        return lists;
    }
}
