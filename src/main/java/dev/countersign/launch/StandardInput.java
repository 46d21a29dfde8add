package dev.countersign.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads a secret from standard input. Stateless. */
final class StandardInput {
    private static final int MAX_BYTES = 4096;
    private static final Path DESCRIPTOR = Path.of("/proc/self/fd/0");

    private StandardInput() {}

    /** Empty: standard input is empty, or a terminal, which is not read: a typed secret would be seen on the screen. */
    static Optional<String> secret() throws StartupException {
        return isTerminal() ? Optional.empty() : secret(System.in);
    }

    /** One line; a line break at the end, as shells and editors add it, is not part of the secret. */
    static Optional<String> secret(InputStream in) throws StartupException {
        try {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new StartupException("standard input has more than " + MAX_BYTES + " bytes");
            }
            String text = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        } catch (IOException e) {
            throw StartupException.because("cannot read standard input", e);
        }
    }

    private static boolean isTerminal() {
        if (!Files.exists(DESCRIPTOR)) {
            // Elsewhere than on Linux it is not known: a terminal is read, up to its end.
            return false;
        }
        try {
            String target = DESCRIPTOR.toRealPath().toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            // A pipe or a socket has no path.
            return false;
        }
    }
}
