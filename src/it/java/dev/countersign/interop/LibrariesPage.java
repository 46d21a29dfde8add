package dev.countersign.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.PageTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The table of {@code src/doc/libraries.md} that tells what was seen to work: the tests hold it to what they see. */
final class LibrariesPage {

    private static final String PAGE = "src/doc/libraries.md";
    private static final String HEAD = "| library | version | method | signed with | seen |";

    private LibrariesPage() {}

    /** The page has this line. */
    static void tells(LibraryCase seen, String version, String steps) throws IOException {
        assertThat(rows())
                .as("%s has what was seen of %s", PAGE, seen.name())
                .anyMatch(row -> row.get(0).equals(seen.library())
                        && row.get(1).equals(version)
                        && row.get(2).equals(seen.method())
                        && algorithms(row).contains(seen.algorithm())
                        && row.get(4).equals(steps));
    }

    /** The page tells of these libraries what was tried, and no more. */
    static void tellsOnly(List<LibraryCase> tried) throws IOException {
        List<LibraryCase> told = new ArrayList<>();
        for (List<String> row : rows()) {
            if (tried.stream().anyMatch(one -> one.library().equals(row.get(0)))) {
                algorithms(row).forEach(algorithm -> told.add(new LibraryCase(row.get(0), row.get(2), algorithm)));
            }
        }
        assertThat(told).as(PAGE).containsExactlyInAnyOrderElementsOf(tried);
    }

    /** Of a method without an assertion: one that is empty. */
    private static List<String> algorithms(List<String> row) {
        return Arrays.asList(row.get(3).split(", ", -1));
    }

    private static List<List<String>> rows() throws IOException {
        return PageTable.rows(PAGE, HEAD);
    }
}
