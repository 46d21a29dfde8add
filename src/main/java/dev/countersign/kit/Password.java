package dev.countersign.kit;

import dev.countersign.kit.UnusableKeyException.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Source of a key store's password: a file, a system property or an environment variable, so that it need not stand in
 * a configuration file that is passed around. It is read at each use, so that it may change together with the key
 * store; the caller wipes the array that it gets. Immutable.
 */
public final class Password implements Supplier<char[]> {

    private final String place;
    private final Supplier<char[]> lookUp;

    private Password(String place, Supplier<char[]> lookUp) {
        this.place = place;
        this.lookUp = lookUp;
    }

    /** The first line of a text file (UTF-8), which only the application should be able to read. */
    public static Password inFile(Path file) {
        return new Password("file " + file, () -> firstLine(file));
    }

    public static Password inProperty(String name) {
        return new Password(
                "system property " + name, () -> chars(System.getProperty(name), "system property " + name));
    }

    public static Password inVariable(String name) {
        return new Password(
                "environment variable " + name, () -> chars(System.getenv(name), "environment variable " + name));
    }

    /** @throws UnusableKeyException when its source has none */
    @Override
    public char[] get() {
        return lookUp.get();
    }

    private static char[] chars(@Nullable String text, String place) {
        if (text == null) {
            throw new UnusableKeyException(Problem.UNREADABLE, "There is no " + place + ".");
        }
        return text.toCharArray();
    }

    private static char[] firstLine(Path file) {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UnusableKeyException(Problem.UNREADABLE, "The file " + file + " cannot be read.", e);
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(content));
        int length = 0;
        while (length < text.limit() && text.get(length) != '\n' && text.get(length) != '\r') {
            length++;
        }
        char[] line = Arrays.copyOf(text.array(), length);
        Arrays.fill(content, (byte) 0);
        Arrays.fill(text.array(), '\0');
        return line;
    }

    /** The source, never the password. */
    @Override
    public String toString() {
        return place;
    }
}
