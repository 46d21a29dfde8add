package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console chooses an algorithm for a key in the browser: its table is the one of {@link JwsAlgorithm}. */
class ConsoleAlgorithmsTest {

    private static final Path SCRIPT = Path.of("webapp/console/assets/client/algorithm.js");
    private static final Pattern ROW = Pattern.compile("(?m)^  \"?([A-Za-z0-9 -]+)\"?: \\[(.*)\\],$");
    private static final Pattern NAME = Pattern.compile("\"([^\"]+)\"");

    @Test
    void theConsoleKnowsTheSameAlgorithmsForEachKey() throws IOException {
        Map<String, Set<String>> table = new TreeMap<>();
        ROW.matcher(Files.readString(SCRIPT))
                .results()
                .forEach(row ->
                        assertThat(table.put(row.group(1), names(row.group(2)))).isNull());

        Map<String, Set<String>> expected = new TreeMap<>(Map.of(
                "RSA", taking(new KeyType("RSA", 2048)),
                "RSASSA-PSS", taking(new KeyType("RSASSA-PSS", 2048)),
                "Ed25519", taking(KeyType.ED25519),
                "secret", names(JwsAlgorithm::takesSecret)));
        for (NamedCurve curve : NamedCurve.values()) {
            expected.put("EC " + curve.type().size(), taking(curve.type()));
        }
        assertThat(table).isEqualTo(expected);
    }

    private static Set<String> taking(KeyType type) {
        return names(algorithm -> algorithm.fits(type));
    }

    private static Set<String> names(Predicate<JwsAlgorithm> taken) {
        return Stream.of(JwsAlgorithm.values())
                .filter(taken)
                .flatMap(algorithm -> algorithm.names().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> names(String list) {
        Set<String> names = new HashSet<>();
        NAME.matcher(list).results().map((MatchResult name) -> name.group(1)).forEach(names::add);
        return names;
    }
}
