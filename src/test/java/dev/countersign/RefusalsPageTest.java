package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page and the console know each reason that the log has. */
class RefusalsPageTest {

    private static final String PAGE = "src/doc/refusals.md";

    private static final Path ADMIN = Path.of("src/main/java/dev/countersign/admin");

    @Test
    void thePageHasEveryReason() throws IOException {
        assertThat(PageTable.names(PAGE, "| reason | meaning | what to do |")).isEqualTo(reasons());
    }

    @Test
    void thePageHasEveryReasonOfAPersons() throws IOException {
        Set<String> logged = new TreeSet<>();
        logged.addAll(found("refused\\(\"([A-Z_]+)\"", ADMIN.resolve("PersonLogin.java")));
        logged.addAll(found("reason=([A-Z_]+) ", ADMIN.resolve("AccessFilter.java")));

        assertThat(PageTable.names(PAGE, "| reason of a person's | meaning | what to do |"))
                .isEqualTo(logged)
                .hasSize(6);
    }

    /** Beside them, what the recent refusals say of a request that could not be judged. */
    @Test
    void theConsoleHasWordsForEveryReason() throws IOException {
        Set<String> expected = reasons();
        expected.add("UNAVAILABLE");

        assertThat(found("(?m)^  ([A-Z_]+): \"", Path.of("webapp/console/assets/reasons.js")))
                .isEqualTo(expected);
    }

    private static Set<String> reasons() {
        return Arrays.stream(Refusal.values()).map(Refusal::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
