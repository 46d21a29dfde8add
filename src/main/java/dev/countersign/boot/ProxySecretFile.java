package dev.countersign.boot;

import dev.countersign.auth.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads the secret of the trusted proxies from its file. */
final class ProxySecretFile {

    static final int MIN_CHARS = 16;
    static final int MAX_CHARS = 512;

    private ProxySecretFile() {}

    /**
     * @throws IllegalStateException when the file cannot be read or holds something else; the message is for the
     *     deployer
     */
    static Secret read(Path file) {
        return new Secret(line(file).getBytes(StandardCharsets.US_ASCII));
    }

    /** Why the file cannot be used; empty: it can. */
    static Optional<String> problem(Path file) {
        try {
            line(file);
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static String line(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new IllegalStateException("trustedProxySecret: there is no file " + file);
            }
            // Two characters may end the line.
            String text = Files.size(file) > MAX_CHARS + 2 ? "" : Files.readString(file, StandardCharsets.ISO_8859_1);
            String line = text.stripTrailing();
            if (line.length() < MIN_CHARS || line.chars().anyMatch(c -> c <= 0x20 || c > 0x7E)) {
                throw new IllegalStateException("trustedProxySecret: " + file + " must hold one line of " + MIN_CHARS
                        + " to " + MAX_CHARS + " printable ASCII characters without blanks");
            }
            return line;
        } catch (IOException e) {
            throw new IllegalStateException("trustedProxySecret: " + file + " cannot be read", e);
        }
    }
}
