package dev.countersign.declare;

import dev.countersign.text.SecretFinder;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds what has the form of generated secrets in files of any size and kind. Not thread-safe. */
final class SecretScan {

    /** Of a file, in characters, that are looked at together. */
    static final int WINDOW_CHARS = 1 << 20;

    /** More than a Basic credential has: one at the end of a window is found whole in the next one. */
    private static final int OVERLAP_CHARS = 1024;

    /** Different ones, in all files. */
    private static final int MAX_FOUND = 100_000;

    private final Map<String, String> found = new LinkedHashMap<>();

    /** The secrets, each with the first place where it stands. */
    Map<String, String> found() {
        return found;
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
                look(window.toString(), file, line);
                int done = Math.max(0, window.length() - OVERLAP_CHARS);
                line += lineBreaks(window, done);
                window.delete(0, done);
            }
        } catch (IOException e) {
            throw new DeclarationException("cannot read the file " + file + ": " + e, e);
        }
    }

    private void look(String window, Path file, int firstLine) throws DeclarationException {
        for (String secret : SecretFinder.in(window, MAX_FOUND)) {
            int at = window.indexOf(secret);
            String place = at < 0 ? "in Base64" : "line " + (firstLine + lineBreaks(window, at));
            found.putIfAbsent(secret, file + ", " + place);
        }
        if (found.size() > MAX_FOUND) {
            throw new DeclarationException("there are more than " + MAX_FOUND + " different secrets in the files");
        }
    }

    private static int lineBreaks(CharSequence text, int end) {
        return (int) text.subSequence(0, end).chars().filter(c -> c == '\n').count();
    }
}
