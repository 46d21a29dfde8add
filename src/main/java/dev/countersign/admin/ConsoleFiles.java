package dev.countersign.admin;

import jakarta.servlet.ServletContext;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the console's files: our own from the application, those of libraries from beside this class.
 * Stateless.
 */
final class ConsoleFiles {

    private static final String PAGE = "/console/index.html";
    private static final String ASSETS = "/console/assets/";

    /** Files that the console and the login page share. */
    private static final Map<String, String> SHARED =
            Map.of("theme.css", "/login/theme.css", "icon.svg", "/login/icon.svg");

    /** Files of libraries, which the build extracts from their WebJars. */
    private static final List<String> LIBRARIES = List.of("lib/bootstrap.min.css", "lib/lit-html.js");

    private ConsoleFiles() {}

    /**
     * @throws IOException when one of them cannot be read
     * @throws IllegalArgumentException when the page and the files do not fit together
     */
    static ConsoleAssets read(ServletContext context) throws IOException {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        collect(context, ASSETS, contents);
        for (Map.Entry<String, String> shared : SHARED.entrySet()) {
            put(contents, shared.getKey(), content(context, shared.getValue()));
        }
        for (String library : LIBRARIES) {
            put(contents, library, content(ConsoleFiles.class.getResourceAsStream(library), library));
        }
        return ConsoleAssets.of(new String(content(context, PAGE), StandardCharsets.UTF_8), contents);
    }

    private static void collect(ServletContext context, String directory, SortedMap<String, byte[]> contents)
            throws IOException {
        Set<String> paths =
                Optional.ofNullable(context.getResourcePaths(directory)).orElse(Set.of());
        for (String path : paths) {
            if (path.endsWith("/")) {
                collect(context, path, contents);
            } else {
                put(contents, path.substring(ASSETS.length()), content(context, path));
            }
        }
    }

    private static void put(SortedMap<String, byte[]> contents, String name, byte[] content) {
        if (contents.put(name, content) != null) {
            throw new IllegalArgumentException("two files are named " + name);
        }
    }

    static byte[] content(ServletContext context, String path) throws IOException {
        return content(context.getResourceAsStream(path), path);
    }

    private static byte[] content(@Nullable InputStream stream, String name) throws IOException {
        if (stream == null) {
            throw new FileNotFoundException(name);
        }
        try (stream) {
            return stream.readAllBytes();
        }
    }
}
