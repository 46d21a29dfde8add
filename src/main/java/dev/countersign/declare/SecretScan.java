package dev.countersign.declare;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what may be generated secrets in files of any size and kind: {@code csk_} and what follows it. Whether it is
 * one, the server knows. Not thread-safe.
 */
final class SecretScan {

    private static final int MAX_CHARS = 112;
    private static final Pattern SECRET = Pattern.compile("csk_([0-9A-Za-z]{16})[0-9A-Za-z]{49,92}");

    /** Of a file, in characters, that are looked at together. */
    private static final int WINDOW_CHARS = 1 << 20;

    /** Different ones, in all files. */
    private static final int MAX_FOUND = 100_000;

    private final Map<String, String> found = new LinkedHashMap<>();

    /** The texts, each with the first place where it stands. */
    Map<String, String> found() {
        return found;
    }

    /** The id of the secret that a text would be. */
    static String id(String text) {
        return text.substring(4, 20);
    }

    /** @throws DeclarationException when it cannot be read, or holds too many */
    void read(Path file) throws DeclarationException {
        // Each byte is a character: what is looked for is ASCII, in every file.
        try (Reader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            StringBuilder window = new StringBuilder();
            char[] next = new char[WINDOW_CHARS];
            int line = 1;
            for (int read = in.read(next); read >= 0; read = in.read(next)) {
                window.append(next, 0, read);
                look(window, file, line);
                // One that goes on behind the window is found whole in the next one.
                int done = Math.max(0, window.length() - MAX_CHARS);
                line += lineBreaks(window, 0, done);
                window.delete(0, done);
            }
        } catch (IOException e) {
            throw new DeclarationException("cannot read the file " + file + ": " + e, e);
        }
    }

    private void look(CharSequence window, Path file, int firstLine) throws DeclarationException {
        Matcher secret = SECRET.matcher(window);
        int line = firstLine;
        int counted = 0;
        while (secret.find()) {
            line += lineBreaks(window, counted, secret.start());
            counted = secret.start();
            found.putIfAbsent(secret.group(), file + ", line " + line);
            if (found.size() > MAX_FOUND) {
                throw new DeclarationException("there are more than " + MAX_FOUND + " different secrets in the files");
            }
        }
    }

    private static int lineBreaks(CharSequence text, int from, int to) {
        return (int) text.subSequence(from, to).chars().filter(c -> c == '\n').count();
    }
}
