package dev.countersign.text;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Reads paths that an operator has typed. In a locale without their characters (LANG=C), the JVM has replaced these
 * before any Java code runs: such a path would be another file, so it is refused. Stateless.
 */
public final class PlatformPath {

    private static final char REPLACEMENT = '\uFFFD';

    private static final String ENCODING = System.getProperty("sun.jnu.encoding", "unknown");

    /** In this encoding, the JVM replaces other characters by question marks. */
    private static final boolean ASCII = ENCODING.startsWith("ANSI_X3.4") || ENCODING.equals("US-ASCII");

    private PlatformPath() {}

    /** @throws MalformedException when this is no path, or one that the locale cannot represent */
    public static Path parse(String text) throws MalformedException {
        if (text.indexOf('\0') >= 0) {
            throw new MalformedException("has a character that no path can have");
        }
        if (!isWhole(text)) {
            throw new MalformedException(locale());
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new MalformedException(
                    e.getReason().contains("unmappable") ? locale() : "is no path here: " + e.getReason());
        }
    }

    /** The same, below the working directory of the process where it is relative. */
    public static Path absolute(String text) throws MalformedException {
        Path path = parse(text).toAbsolutePath().normalize();
        if (!isWhole(path.toString())) {
            throw new MalformedException("is below the working directory, whose path " + locale());
        }
        return path;
    }

    private static boolean isWhole(String text) {
        return text.indexOf(REPLACEMENT) < 0 && !(ASCII && text.indexOf('?') >= 0);
    }

    private static String locale() {
        return "has a character that the locale of this process (" + ENCODING
                + ") does not have: start it with LC_ALL=C.UTF-8, or give a path in ASCII";
    }
}
