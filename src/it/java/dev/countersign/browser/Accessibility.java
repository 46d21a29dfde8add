package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Has axe-core judge a page as it stands, by all that it knows of WCAG 2.2 up to level AA.
 *
 * <p>Not by {@code AxeBuilder}: that one loads the script, half a megabyte, for each run, and has all that is well
 * reported too. This took half the time of the console's tests.
 */
final class Accessibility {

    private static final Map<String, Object> LEVELS =
            Map.of("type", "tag", "values", List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"));

    /** All that the dark may change. */
    private static final Map<String, Object> COLOURS = Map.of("type", "rule", "values", List.of("color-contrast"));

    /** No page of ours has frames: it can be judged in one go. */
    private static final String RUN = "async rules => (await axe.run({runOnly: rules, resultTypes: ['violations']}))"
            + ".violations.flatMap(rule => rule.nodes.map("
            + "node => `${rule.id} at [${node.target}]: ${node.failureSummary}`))";

    private static final String AXE = script();

    private Accessibility() {}

    /** In the light and in the dark, for colours are what goes wrong. */
    static void check(Page page) {
        // It stays until the browser leaves the document.
        if (page.evaluate("typeof axe").equals("undefined")) {
            page.evaluate(AXE);
        }
        List<String> violations = new ArrayList<>();
        for (ColorScheme scheme : Screen.SCHEMES) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            List<?> found = (List<?>) page.evaluate(RUN, scheme == ColorScheme.LIGHT ? LEVELS : COLOURS);
            found.forEach(violation -> violations.add(Screen.text(scheme) + ": " + violation));
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat(violations).as("what axe found at " + page.url()).isEmpty();
    }

    private static String script() {
        try (InputStream script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            if (script == null) {
                throw new IllegalStateException("axe-core's jar has no /axe.min.js");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
