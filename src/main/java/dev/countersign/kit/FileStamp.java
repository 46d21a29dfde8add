package dev.countersign.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Identifies a version of a file without reading it. Immutable. */
record FileStamp(long modified, long size, Optional<Object> identity) {

    private static final FileStamp NONE = new FileStamp(0, -1, Optional.empty());

    /** Follows links: orchestrators mount secrets by them. */
    static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    attributes.size(),
                    Optional.ofNullable(attributes.fileKey()));
        } catch (IOException e) {
            // The error is reported when the file is read.
            return NONE;
        }
    }
}
