package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of a page that users read, so that the test which knows all names can hold the page to them. */
public final class PageTable {

    private static final Pattern NAMES = Pattern.compile("(?m)^\\| (`[^`|]+`(?:, `[^`|]+`)*) \\|");

    private PageTable() {}

    /**
     * The names in the first column of the first table with this head; at least one.
     *
     * @param page from the top folder, such as {@code src/doc/settings.md}
     * @param head the table's first line
     */
    public static Set<String> names(String page, String head) throws IOException {
        Set<String> names = new TreeSet<>();
        NAMES.matcher(table(page, head))
                .results()
                .forEach(
                        row -> names.addAll(Set.of(row.group(1).replace("`", "").split(", "))));
        assertThat(names).as("%s of %s", head, page).isNotEmpty();
        return names;
    }

    /** The cells of each row below the head, as a reader sees them: without the marks of code. */
    public static List<List<String>> rows(String page, String head) throws IOException {
        return table(page, head)
                .lines()
                .skip(1) // The line of dashes.
                .map(row -> Arrays.stream(row.substring(1, row.lastIndexOf('|')).split("\\|", -1))
                        .map(cell -> cell.replace("`", "").strip())
                        .toList())
                .toList();
    }

    /** All lines below the head of the first table with this head. */
    private static String table(String page, String head) throws IOException {
        Matcher table = Pattern.compile("(?m)^" + Pattern.quote(head) + "\n((?:\\|.*\n)+)")
                .matcher(Files.readString(Path.of(page)));
        assertThat(table.find()).as("%s has a table %s", page, head).isTrue();
        return table.group(1);
    }
}
