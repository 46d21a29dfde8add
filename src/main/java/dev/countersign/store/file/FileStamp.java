package dev.countersign.store.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * By what a file's change is noticed without reading it: another file at this path, also behind symbolic links, as
 * Kubernetes swaps them; another time; another size. Immutable.
 *
 * @param key of the file itself, such as its inode; empty: the file system has none
 */
record FileStamp(Optional<String> key, Instant modifiedAt, long size) {

    /** Follows symbolic links. */
    static FileStamp of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new FileStamp(
                Optional.ofNullable(attributes.fileKey()).map(Object::toString),
                attributes.lastModifiedTime().toInstant(),
                attributes.size());
    }
}
