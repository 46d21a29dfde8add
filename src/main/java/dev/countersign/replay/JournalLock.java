package dev.countersign.replay;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Locks a directory for one journal, among all processes and among all applications of this process. Thread-safe. */
final class JournalLock implements Closeable {

    /**
     * Prefix of the path. A system property is shared by all applications of a process. The file lock alone is not
     * enough: a second application of the process, when it is rejected, would release the lock of the first one by
     * closing the file ({@link java.nio.channels.FileLock}, platform dependencies).
     */
    private static final String PROPERTY = "dev.countersign.replay.journal:";

    private final String property;
    private final FileChannel channel;

    private JournalLock(String property, FileChannel channel) {
        this.property = property;
        this.channel = channel;
    }

    /**
     * Takes the lock of this existing file.
     *
     * @throws IllegalStateException when it is taken; the message is for the deployer
     */
    static JournalLock take(Path file) throws IOException {
        String property = PROPERTY + file.toRealPath();
        if (System.getProperties().putIfAbsent(property, "locked") != null) {
            throw inUse(file, "application of this server");
        }
        boolean taken = false;
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
            taken = isLocked(channel);
            if (taken) {
                return new JournalLock(property, channel);
            }
            channel.close();
            throw inUse(file, "process");
        } catch (OverlappingFileLockException e) {
            throw inUse(file, "application of this server");
        } finally {
            if (!taken) {
                System.clearProperty(property);
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        System.clearProperty(property);
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        return channel.tryLock() != null;
    }

    private static IllegalStateException inUse(Path file, String other) {
        return new IllegalStateException("replayGuard: the journal in " + file.getParent() + " is in use by another "
                + other + "; each node needs a dataDirectory of its own");
    }
}
