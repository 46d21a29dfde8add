package dev.countersign.declare;

import dev.countersign.text.CanonicalBase64;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;

/**
 * The directory that takes new secrets, a file for each client, which its owner alone can read, and which is never
 * overwritten. Thread-safe.
 */
record SecretFiles(Path directory) {

    /** Ids that are a file's name everywhere; others are encoded. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    private static final int MAX_PLAIN_CHARS = 200;

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /**
     * Creates the file of a client, empty, before its secret is made: a secret that could not be kept would be lost.
     *
     * @throws DeclarationException when it is there already, or cannot be made
     */
    Path reserve(String client) throws DeclarationException {
        Path file = directory.resolve(name(client) + ".secret");
        try {
            return Files.createFile(file, ownersOnly());
        } catch (IOException e) {
            throw new DeclarationException("cannot create " + file + " for its secret: " + e, e);
        }
    }

    /** @throws DeclarationException when the secret is lost: it has to be made anew */
    void write(Path reserved, String secret) throws DeclarationException {
        try {
            Files.write(reserved, secret.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new DeclarationException("its secret could not be written to " + reserved + " and is lost: " + e, e);
        }
    }

    /** Nothing came of it. */
    void release(Path reserved) throws DeclarationException {
        try {
            Files.delete(reserved);
        } catch (IOException e) {
            throw new DeclarationException("cannot delete the empty file " + reserved + ": " + e, e);
        }
    }

    private static String name(String client) {
        boolean plain =
                client.length() <= MAX_PLAIN_CHARS && PLAIN.matcher(client).matches();
        return plain ? client : "~" + CanonicalBase64.URL.encode(client.getBytes(StandardCharsets.UTF_8));
    }

    private static FileAttribute<?>[] ownersOnly() {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }
}
