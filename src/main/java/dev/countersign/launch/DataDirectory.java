package dev.countersign.launch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The directory that holds everything the embedded default keeps: database, key ring, the administrator's hash.
 * One process at a time may use it.
 */
record DataDirectory(Path path) {

    /** Without extension, which H2 appends itself. */
    Path database() {
        return path.resolve("countersign");
    }

    Path databaseFile() {
        return path.resolve("countersign.mv.db");
    }

    Path keyRing() {
        return path.resolve("master.keys");
    }

    Path administrator() {
        return path.resolve("administrator.hash");
    }

    /** Exists only until the first password has been shown. */
    Path firstPassword() {
        return path.resolve("first-password");
    }

    /** The unpacked WAR of this run; not in the system's temporary directory, where clean-up jobs delete files. */
    Path run() {
        return path.resolve("run");
    }

    /** Creates the directory if it is missing, and locks it until the result is closed or the process ends. */
    Closeable claim() throws StartupException {
        return claimUnlessInUse()
                .orElseThrow(
                        () -> new StartupException("the data directory " + path + " is in use by another process"));
    }

    /** The same; empty: another process has the lock. */
    Optional<Closeable> claimUnlessInUse() throws StartupException {
        try {
            PrivateFiles.createDirectories(path);
            FileChannel channel = FileChannel.open(PrivateFiles.create(path.resolve("lock")), StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(channel);
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StartupException.because("cannot use the data directory " + path + " (--data names another)", e);
        }
    }

    Optional<String> read(Path file) throws StartupException {
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw StartupException.because("cannot read " + file, e);
        }
    }

    void write(Path file, String text) throws StartupException {
        try {
            PrivateFiles.write(file, text);
        } catch (IOException e) {
            throw StartupException.because("cannot write " + file, e);
        }
    }
}
