package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README and the pages under {@code src/doc}: their links lead somewhere, and what they say of themselves is true.
 */
class DocumentsTest {

    private static final Path README = Path.of("README.md");
    private static final Path INDEX = Path.of("src/doc/index.md");
    private static final int MAX_README_LINES = 180;
    private static final int MAX_COLUMNS = 120;

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,4} (.+)$");
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$");

    /** Persons where the thing should be the subject. */
    private static final Pattern PERSONS = Pattern.compile("(?i)\\b(nobody|whoever|somebody|anybody|everybody)\\b");

    /** A line of the README's glossary. */
    private static final Pattern WORD = Pattern.compile("(?m)^\\| `([a-z]+)\\.([A-Z]\\w+)` \\|");

    @Test
    void everyLinkLeadsToAFileAndAHeading() throws IOException {
        for (Path page : pages()) {
            for (String link :
                    matches(LINK, CODE.matcher(Files.readString(page)).replaceAll(""))) {
                if (!link.startsWith("http")) {
                    assertThat(leads(page, link)).as(page + " links to " + link).isTrue();
                }
            }
        }
    }

    @Test
    void theIndexListsEveryPage() throws IOException {
        List<Path> listed = matches(LINK, Files.readString(INDEX)).stream()
                .map(link -> INDEX.resolveSibling(link).normalize())
                .toList();

        assertThat(listed)
                .containsAll(
                        pages().stream().filter(page -> !page.equals(INDEX)).toList());
    }

    @Test
    void theReadmeIsShortAndItsContentsAreItsHeadings() throws IOException {
        String readme = Files.readString(README);

        assertThat(readme.lines().count()).isLessThanOrEqualTo(MAX_README_LINES);
        assertThat(Pattern.compile("(?m)^- \\[(.+?)\\]\\(#.+\\)$")
                        .matcher(readme)
                        .results()
                        .map(entry -> entry.group(1)))
                .containsExactlyElementsOf(Pattern.compile("(?m)^## (.+)$")
                        .matcher(readme)
                        .results()
                        .map(heading -> heading.group(1))
                        .toList());
    }

    @Test
    void theReadmesWordsAreTypes() throws IOException {
        List<MatchResult> words =
                WORD.matcher(Files.readString(README)).results().toList();

        assertThat(words).hasSize(10);
        for (MatchResult word : words) {
            assertThat(Path.of("src/main/java/dev/countersign", word.group(1), word.group(2) + ".java"))
                    .isRegularFile();
        }
    }

    /** The packages of its drawing, each once. */
    @Test
    void theReadmeDrawsEveryPackage() throws IOException {
        String readme = Files.readString(README);
        String drawing = readme.substring(readme.indexOf("    floor 4"), readme.indexOf("A request's way"));
        try (Stream<Path> folders = Files.list(Path.of("src/main/java/dev/countersign"))) {
            assertThat(folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString()))
                    .allSatisfy(name -> assertThat(drawing).containsPattern("\\b" + name + "\\b"));
        }
    }

    @Test
    void proseIsOfThingsAndFitsTheScreen() throws IOException {
        for (Path page : pages()) {
            String prose = CODE.matcher(Files.readString(page)).replaceAll("");
            assertThat(matches(PERSONS, prose)).as(page.toString()).isEmpty();
            if (!page.startsWith("src/doc/decisions") && !page.endsWith("plug-ins.md")) {
                assertThat(prose.lines().filter(line -> line.length() > MAX_COLUMNS && !line.startsWith("|")))
                        .as(page.toString())
                        .isEmpty();
            }
        }
    }

    /** Older curls know no {@code --json}. */
    @Test
    void noPageHasTheMarksOfAMergeThatWasNotFinished() throws IOException {
        for (Path page : pages()) {
            assertThat(Files.readAllLines(page))
                    .as(page.toString())
                    .noneMatch(line -> line.startsWith("<<<<<<<") || line.startsWith(">>>>>>>"));
        }
    }

    @Test
    void whereANewCurlIsNeededThePageSaysSo() throws IOException {
        for (Path page : pages()) {
            String text = Files.readString(page);
            if (text.contains(" --json ")) {
                assertThat(text).as(page.toString()).contains("curl 7.82 or newer");
            }
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(Path.of(""));
                Stream<Path> pages = Files.walk(Path.of("src/doc"))) {
            return Stream.concat(top, pages)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static boolean leads(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        return Files.isRegularFile(target)
                && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) {
        try {
            return matches(HEADING, CODE.matcher(Files.readString(page)).replaceAll("")).stream()
                    .map(heading -> heading.toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\w\\- ]", "")
                            .replace(' ', '-'))
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
