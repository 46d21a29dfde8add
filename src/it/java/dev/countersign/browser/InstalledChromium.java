package dev.countersign.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the machine keeps its own Chromium: what {@code COUNTERSIGN_CHROMIUM} names, or else the first one on the
 * {@code PATH}. The one that has no windows comes first: a test takes about half of its time.
 */
final class InstalledChromium {

    private static final String VARIABLE = "COUNTERSIGN_CHROMIUM";
    private static final String[] NAMES = {"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"};

    private InstalledChromium() {}

    static Optional<Path> find() {
        String named = System.getenv(VARIABLE);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(NAMES).flatMap(InstalledChromium::onPath).findFirst();
    }

    private static Stream<Path> onPath(String name) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }
}
