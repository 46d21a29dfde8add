package dev.countersign.replay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory with the files of one journal, readable by its owner only and locked for one process. Thread-safe. */
final class JournalDirectory implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalDirectory.class);
    private static final String NAME = "replay";
    private static final Pattern SEGMENT = Pattern.compile("used-([0-9a-f]{16})\\.journal");

    private final Path path;
    private final JournalLock lock;

    private JournalDirectory(Path path, JournalLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the directory if necessary, and locks it until this is closed or the process ends.
     *
     * @throws IllegalStateException when that fails; the message is for the deployer
     */
    static JournalDirectory claim(Path dataDirectory) {
        Path path = dataDirectory.resolve(NAME);
        try {
            // Checked first, so that a symbolic link to a directory is accepted.
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, permissions(path, "rwx------"));
            }
            Path file = path.resolve("lock");
            createUnlessThere(file);
            return new JournalDirectory(path, JournalLock.take(file));
        } catch (IOException e) {
            throw new IllegalStateException("replayGuard: the directory " + path + " cannot be used: " + e, e);
        }
    }

    Path path() {
        return path;
    }

    /** The numbers of the existing files. */
    NavigableSet<Long> segments() throws IOException {
        NavigableSet<Long> numbers = new TreeSet<>();
        try (Stream<Path> files = Files.list(path)) {
            files.map(file -> SEGMENT.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .forEach(name -> numbers.add(Long.parseUnsignedLong(name.group(1), 16)));
        }
        return numbers;
    }

    Path file(long number) {
        return path.resolve(String.format(Locale.ROOT, "used-%016x.journal", number));
    }

    /** An empty file. */
    Path create(long number) throws IOException {
        Path file = file(number);
        // A file of that number is left from a failed creation.
        Files.deleteIfExists(file);
        createUnlessThere(file);
        return file;
    }

    /** The inode, which identifies the file whatever its name; 0 where the system has none. */
    static long inode(Path file) throws IOException {
        try {
            return ((Number) Files.getAttribute(file, "unix:ino")).longValue();
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            LOG.trace("no inodes here", e);
            return 0;
        }
    }

    /** Deletes the files before this one; a failed deletion is repeated at the next call. */
    void deleteBefore(long number) {
        try {
            for (long old : segments().headSet(number)) {
                Files.deleteIfExists(file(old));
            }
        } catch (IOException e) {
            LOG.warn("An old file of the journal in {} cannot be deleted: {}", path, e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    private static void createUnlessThere(Path file) throws IOException {
        try {
            Files.createFile(file, permissions(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            LOG.trace("{} is there", file);
        }
    }

    private static FileAttribute<?>[] permissions(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
