package dev.countersign.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What tells one version of a file from another without reading it. Immutable. */
record FileStamp(long modified, long size, Optional<Object> identity) {

    private static final FileStamp NONE = new FileStamp(0, -1, Optional.empty());

    /** Follows links, as those that orchestrators mount secrets by. */
    static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(
                    attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    attributes.size(),
                    Optional.ofNullable(attributes.fileKey()));
        } catch (IOException e) {
            // Whoever reads it next will say so.
            return NONE;
        }
    }
}
