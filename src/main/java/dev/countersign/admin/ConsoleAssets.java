package dev.countersign.admin;

import dev.countersign.keys.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The console as it was when the application started: its page, and the files that the page names. A hash of all of
 * them is part of their paths, so that browsers may cache them without end and still never mix those of two versions.
 * Immutable.
 */
final class ConsoleAssets {

    /**
     * The line of the page that is replaced by links to preload all modules, so that the browser fetches them at once
     * and not one after the other.
     */
    private static final String MODULES = "<!-- modules -->";

    /** Runs before the page is drawn, as a classic script: it is no module, and not preloaded as one. */
    private static final String NO_MODULE = "theme.js";

    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*";
    private static final Map<String, String> TYPES = Map.of(
            "js",
            "text/javascript;charset=utf-8",
            "css",
            "text/css;charset=utf-8",
            "svg",
            "image/svg+xml;charset=utf-8");
    private static final int HASH_LENGTH = 16;

    private final StaticFile page;
    private final Map<String, StaticFile> files;

    private ConsoleAssets(StaticFile page, Map<String, StaticFile> files) {
        this.page = page;
        this.files = Map.copyOf(files);
    }

    /**
     * @param page as it is in the application: it names its files as {@code "assets/<name>"}
     * @param contents of the files, by their names
     * @throws IllegalArgumentException when the page has no place for the modules, or the type of a file is unknown
     */
    static ConsoleAssets of(String page, SortedMap<String, byte[]> contents) {
        if (!page.contains(MODULES)) {
            throw new IllegalArgumentException("the page has no line " + MODULES);
        }
        String hash = hash(contents);
        Map<String, StaticFile> files = new HashMap<>();
        contents.forEach((name, content) -> files.put(hash + "/" + name, new StaticFile(contentType(name), content)));
        String links = contents.keySet().stream()
                .filter(name -> name.endsWith(".js") && !name.equals(NO_MODULE))
                .map(name -> "<link rel=\"modulepreload\" href=\"assets/" + name + "\">")
                .collect(Collectors.joining("\n    "));
        String complete = page.replace(MODULES, links).replace("\"assets/", "\"assets/" + hash + "/");
        return new ConsoleAssets(
                new StaticFile("text/html;charset=utf-8", complete.getBytes(StandardCharsets.UTF_8)), files);
    }

    StaticFile page() {
        return page;
    }

    /** @param path the hash, a slash, and the name */
    Optional<StaticFile> find(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private static String contentType(String name) {
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        if (type != null && name.matches(NAME)) {
            return type;
        }
        throw new IllegalArgumentException("the file " + name + " is of no kind that we serve: .js, .css, .svg");
    }

    private static String hash(SortedMap<String, byte[]> contents) {
        List<byte[]> parts = new ArrayList<>();
        contents.forEach((name, content) -> {
            // With the lengths, so that bytes that move from one file into the next change the hash too.
            parts.add((name + ' ' + content.length + '\n').getBytes(StandardCharsets.UTF_8));
            parts.add(content);
        });
        return HexFormat.of().formatHex(Sha256.of(parts.toArray(byte[][]::new))).substring(0, HASH_LENGTH);
    }
}
