package dev.countersign.boot;

import dev.countersign.secret.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the key ring from its file. */
final class KeyRingFile {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRingFile.class);

    /** A ring of hundreds of keys is smaller. */
    private static final long MAX_FILE_BYTES = 65_536;

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    private KeyRingFile() {}

    /**
     * Reads and parses the file.
     *
     * @throws IllegalStateException when the file cannot be read or is no key ring; the message is for the deployer
     */
    static KeyRing read(Path file) {
        KeyRing ring = parse(file);
        warnWhenOpenToOthers(file);
        return ring;
    }

    /** Why the file cannot be used; empty: it can, or none is named. */
    static Optional<String> problem(Path file) {
        try {
            if (!file.equals(Settings.NO_PATH)) {
                parse(file);
            }
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static KeyRing parse(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalStateException("masterKey: there is no file " + file);
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IllegalStateException("masterKey: " + file + " is too large for a key ring");
            }
            return KeyRing.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("masterKey: " + file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("masterKey: " + file + ": " + e.getMessage(), e);
        }
    }

    private static void warnWhenOpenToOthers(Path file) {
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                    && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                LOG.warn("{} can be read or changed by others; give it the mode 0600", file);
            }
        } catch (IOException e) {
            throw new IllegalStateException("masterKey: the mode of " + file + " cannot be read", e);
        }
    }
}
