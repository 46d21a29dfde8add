package dev.countersign.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a password from a file; a line break at the end, as editors add it, is not part of the password. */
final class SecretFile {
    private static final long MAX_FILE_BYTES = 4096;

    private SecretFile() {}

    static String read(Path file) throws StartupException {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new StartupException(
                        "the password file " + file + " is larger than " + MAX_FILE_BYTES + " bytes");
            }
            String password = Files.readString(file).replaceFirst("\\R\\z", "");
            if (password.isEmpty()) {
                throw new StartupException("the password file " + file + " is empty");
            }
            return password;
        } catch (IOException e) {
            throw StartupException.because("cannot read the password file " + file, e);
        }
    }
}
