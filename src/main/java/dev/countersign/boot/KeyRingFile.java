package dev.countersign.boot;

import dev.countersign.secret.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the key ring from its file. */
final class KeyRingFile {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRingFile.class);

    /** In bytes; a ring of hundreds of keys is smaller. */
    private static final long LARGEST = 65_536;

    private static final Set<PosixFilePermission> OTHERS =
            Set.of(PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE, PosixFilePermission.GROUP_WRITE);

    private KeyRingFile() {}

    /**
     * Reads and parses the file.
     *
     * @throws IllegalStateException when the file cannot be read or is no key ring; the message is for the deployer
     */
    static KeyRing read(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalStateException("masterKey: there is no file " + file);
            }
            if (Files.size(file) > LARGEST) {
                throw new IllegalStateException("masterKey: " + file + " is too large for a key ring");
            }
            warnWhenOpenToOthers(file);
            return KeyRing.parse(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("masterKey: " + file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("masterKey: " + file + ": " + e.getMessage(), e);
        }
    }

    private static void warnWhenOpenToOthers(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
            LOG.warn("{} can be read or changed by others; give it the mode 0600", file);
        }
    }
}
