package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the formatter leaves to us: comments fit the screen, and files stay small. */
class SourcesTest {

    private static final Path SOURCES = Path.of("src");
    private static final Path PRODUCT = Path.of("src/main");
    private static final int MAX_COLUMNS = 120;
    private static final int MAX_LINES = 300;

    private static final Pattern COMMENT = Pattern.compile("\\s*(//|/?\\*).*");

    @Test
    void commentsFitTheScreen() throws IOException {
        for (Path file : javaFiles(SOURCES)) {
            assertThat(Files.readAllLines(file))
                    .as(file.toString())
                    .noneMatch(line ->
                            line.length() > MAX_COLUMNS && COMMENT.matcher(line).matches());
        }
    }

    @Test
    void filesOfTheProductAreSmall() throws IOException {
        for (Path file : javaFiles(PRODUCT)) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MAX_LINES);
        }
    }

    private static List<Path> javaFiles(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
