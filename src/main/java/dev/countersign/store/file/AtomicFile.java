package dev.countersign.store.file;

import dev.countersign.client.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A file that this process alone may write, as a whole: a reader finds the old text or the new one, also after a power
 * failure. Thread-safe where its writers take turns.
 */
final class AtomicFile implements AutoCloseable {

    private final Path path;
    private final FileChannel lock;

    private AtomicFile(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Locks it until it is closed, or the process ends.
     *
     * @throws IllegalStateException when it cannot be written so; the message is for the deployer
     */
    static AtomicFile open(Path path) {
        Path directory = directory(path);
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalStateException("store: " + path + " is no file of its own (a symbolic link is replaced by"
                    + " others): leave ?writable=true out");
        }
        Path place = directory.resolve('.' + name(path) + ".lock");
        try {
            FileChannel channel = FileChannel.open(place, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(channel)) {
                channel.close();
                throw new IllegalStateException("store: another process has " + path
                        + " open to change it, and only one" + " can: leave ?writable=true out here");
            }
            return new AtomicFile(path, channel);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "store: " + path + " cannot be changed, since " + directory + " cannot be written ("
                            + e.getClass().getSimpleName() + "): leave ?writable=true out",
                    e);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /**
     * Replaces the text.
     *
     * @throws UnavailableException when that fails; the old text stays
     */
    void write(String text) {
        Path directory = directory(path);
        Path next = directory.resolve('.' + name(path) + ".new");
        try {
            Files.deleteIfExists(next);
            try (FileChannel channel = FileChannel.open(
                    next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes())) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UnavailableException("the file " + path + " cannot be written", e);
        }
        sync(directory);
    }

    /** Without it, the old text may be back after a power failure. */
    private void sync(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UnavailableException("the directory " + directory + " cannot be brought to the disk", e);
        }
    }

    /** Those of the file that is replaced, where the file system has such. */
    private FileAttribute<?>[] attributes() throws IOException {
        Optional<PosixFileAttributeView> view =
                Optional.ofNullable(Files.getFileAttributeView(path, PosixFileAttributeView.class));
        return view.isEmpty()
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            view.get().readAttributes().permissions())
                };
    }

    private static Path directory(Path path) {
        return Optional.ofNullable(path.toAbsolutePath().getParent())
                .orElseThrow(() -> new IllegalStateException("store: " + path + " is no file"));
    }

    private static String name(Path path) {
        return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("clients");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
