package dev.countersign;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds {@code src/doc/requirements.md} to the tests: no id without its line, no claim without its test. */
class RequirementsTest {

    private static final Path PAGE = Path.of("src/doc/requirements.md");
    private static final String NOT_YET = "not yet";

    private static final String AREA = "(gen|sec|jwt|key|mtls|hdr|tok|meta|bea|int|rev|ops|file|adm)";

    /** Of a test's method, such as {@code gen13_...}. */
    private static final Pattern METHOD = Pattern.compile("(?:void|Stream<DynamicTest>) " + AREA + "([0-9]+)_");

    private static final Pattern VECTOR_FILE = Pattern.compile("^" + AREA + "-([0-9]+)-");
    private static final Pattern CHECKLIST = Pattern.compile("\"checklist\": *\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile("([A-Z]+)-([0-9]+)");

    /** A line of the tables: an id, and what covers it. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([A-Z]+-[0-9]+) \\| .* \\| (.*) \\|$");

    private static final Pattern PLACE = Pattern.compile("`([^`]+)`");

    /** What a test class or a vector folder covers. */
    private record Cover(String id, String place) {}

    private static final Set<Cover> COVERED = new HashSet<>();

    private static List<MatchResult> rows = List.of();

    @BeforeAll
    static void read() throws IOException {
        for (String sources : List.of("src/test/java", "src/it/java", "src/fuzz/java")) {
            for (Path file : files(sources, ".java")) {
                cover(
                        METHOD,
                        Files.readString(file),
                        file.getFileName().toString().replace(".java", ""));
            }
        }
        for (String vectors : List.of("src/test/resources/vectors", "src/it/resources/vectors")) {
            for (Path file : files(vectors, ".json")) {
                String place = "vectors/" + file.getParent().getFileName();
                cover(VECTOR_FILE, file.getFileName().toString(), place);
                CHECKLIST.matcher(Files.readString(file)).results().forEach(ids -> cover(ID, ids.group(1), place));
            }
        }
        rows = ROW.matcher(Files.readString(PAGE)).results().toList();
    }

    @Test
    void everyIdOfATestHasItsLine() {
        assertThat(COVERED).hasSizeGreaterThan(200);
        assertThat(lines(row -> !row.group(2).equals(NOT_YET)))
                .containsExactlyElementsOf(COVERED.stream().map(Cover::id).collect(toCollection(TreeSet::new)));
    }

    @Test
    void everyLineIsThereOnce() {
        assertThat(rows).extracting(row -> row.group(1)).doesNotHaveDuplicates();
    }

    @Test
    void whatALineNamesTestsItsId() {
        List<Cover> claims = rows.stream()
                .filter(row -> !row.group(2).equals(NOT_YET))
                .flatMap(row ->
                        PLACE.matcher(row.group(2)).results().map(place -> new Cover(row.group(1), place.group(1))))
                .toList();

        assertThat(claims)
                .extracting(Cover::id)
                .containsAll(lines(row -> !row.group(2).equals(NOT_YET)));
        assertThat(COVERED).containsAll(claims);
    }

    private static Set<String> lines(Predicate<MatchResult> kind) {
        return rows.stream().filter(kind).map(row -> row.group(1)).collect(toCollection(TreeSet::new));
    }

    /** {@code gen05} and {@code gen-05} are the same as {@code GEN-5}. */
    private static void cover(Pattern ids, String text, String place) {
        ids.matcher(text)
                .results()
                .map(id -> id.group(1).toUpperCase(Locale.ROOT) + '-' + Integer.parseInt(id.group(2)))
                .forEach(id -> COVERED.add(new Cover(id, place)));
    }

    private static List<Path> files(String folder, String end) throws IOException {
        try (Stream<Path> all = Files.walk(Path.of(folder))) {
            return all.filter(file -> file.toString().endsWith(end)).toList();
        }
    }
}
