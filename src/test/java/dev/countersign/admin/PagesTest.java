package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages for people are made of. */
class PagesTest {

    private static Stream<Path> pages() throws IOException {
        return files(".html");
    }

    private static Stream<Path> scripts() throws IOException {
        return files(".js");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void adm3_aPageHasNoScriptOrStyleInIt(Path page) throws IOException {
        assertThat(Files.readString(page))
                .doesNotContainPattern("(?i)<script(?![^>]*\\ssrc=)")
                .doesNotContainPattern("(?i)<style|\\sstyle=|\\son[a-z]+=|javascript:|<base|<iframe")
                .doesNotContainPattern("(?i)(src|href|action)=\"(//|https?:)");
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void adm3_aScriptMakesNoMarkupOutOfText(Path script) throws IOException {
        assertThat(Files.readString(script))
                .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser")
                .doesNotContain("srcdoc", "createContextualFragment", "setHTML", "eval(", "new Function")
                .doesNotContain("localStorage", "sessionStorage");
    }

    private static Stream<Path> files(String suffix) throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of("webapp"))) {
            return tree.filter(file -> file.toString().endsWith(suffix)).toList().stream();
        }
    }
}
