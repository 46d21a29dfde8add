package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleAssetsTest {

    private static final String PAGE = """
            <head>
                <!-- modules -->
                <script src="assets/theme.js"></script><a href="assets">assets/a.css</a>
            """;

    @Test
    void thePageNamesItsFilesByTheirContent() {
        ConsoleAssets console = console(Map.of("a.js", "1", "lib/b.js", "2", "theme.js", "3", "a.css", "4"));
        String hash = hash(console);

        assertThat(hash).matches("[0-9a-f]{16}");
        assertThat(page(console).replace(hash, "HASH")).isEqualTo("""
                <head>
                    <link rel="modulepreload" href="assets/HASH/a.js">
                    <link rel="modulepreload" href="assets/HASH/lib/b.js">
                    <script src="assets/HASH/theme.js"></script><a href="assets">assets/a.css</a>
                """);
        assertThat(console.find(hash + "/lib/b.js")).isPresent();
    }

    @Test
    void whateverChangesGetsANewPath() {
        String before = hash(console(Map.of("a.js", "1", "b.js", "23")));

        assertThat(hash(console(Map.of("b.js", "23", "a.js", "1")))).isEqualTo(before);
        assertThat(hash(console(Map.of("a.js", "2", "b.js", "23")))).isNotEqualTo(before);
        assertThat(hash(console(Map.of("a.js", "12", "b.js", "3")))).isNotEqualTo(before);
        assertThat(hash(console(Map.of("a.js", "1", "c.js", "23")))).isNotEqualTo(before);
        assertThat(hash(console(Map.of("a.js", "1", "b.js", "23", "c.js", "")))).isNotEqualTo(before);
    }

    @Test
    void otherNamesAreNotThere() {
        ConsoleAssets console = console(Map.of("a.js", "1", "lib/b.js", "2"));
        String hash = hash(console);

        for (String path : new String[] {
            "",
            "a.js",
            "/a.js",
            hash,
            hash + "/",
            hash + "/A.js",
            hash + "/a.js/",
            hash + "//a.js",
            hash + "/lib",
            hash + "/lib/../a.js",
            hash.substring(1) + "/a.js",
            "0000000000000000/a.js"
        }) {
            assertThat(console.find(path)).as(path).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a.js.map", "a.html", "a", "a.JS", ".js", "a b.js", "\"a.js", "x/.a.js", "../a.js", "x//a.js"})
    void aFileOfAnotherKindIsAMistake(String name) {
        assertThatThrownBy(() -> console(Map.of(name, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @Test
    void aPageWithoutThePlaceForItsModulesIsAMistake() {
        assertThatThrownBy(() -> ConsoleAssets.of("<html>", new TreeMap<>()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<!-- modules -->");
    }

    private static ConsoleAssets console(Map<String, String> texts) {
        SortedMap<String, byte[]> contents = new TreeMap<>();
        texts.forEach((name, text) -> contents.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return ConsoleAssets.of(PAGE, contents);
    }

    private static String page(ConsoleAssets console) {
        return new String(console.page().content(), StandardCharsets.UTF_8);
    }

    private static String hash(ConsoleAssets console) {
        return page(console).replaceFirst("(?s).*?\"assets/([^/]*)/.*", "$1");
    }
}
