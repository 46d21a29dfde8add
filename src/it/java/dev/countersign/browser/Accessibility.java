package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.util.ArrayList;
import java.util.List;

/** Has axe-core judge a page as it stands, by all that it knows of WCAG 2.2 up to level AA. */
final class Accessibility {

    private static final List<String> LEVELS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa");

    /** All that the dark may change. */
    private static final List<String> COLOURS = List.of("color-contrast");

    private Accessibility() {}

    /** In the light and in the dark, for colours are what goes wrong. */
    static void check(Page page) {
        List<String> violations = new ArrayList<>();
        for (ColorScheme scheme : Screen.SCHEMES) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            // No page of ours has frames: it can be judged in one go.
            AxeBuilder axe = new AxeBuilder(page).setLegacyMode(true);
            AxeResults results =
                    (scheme == ColorScheme.LIGHT ? axe.withTags(LEVELS) : axe.withRules(COLOURS)).analyze();
            for (Rule rule : results.getViolations()) {
                rule.getNodes().forEach(node -> violations.add(Screen.text(scheme) + ": " + text(rule, node)));
            }
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertThat(violations).as("what axe found at " + page.url()).isEmpty();
    }

    private static String text(Rule rule, CheckedNode node) {
        return rule.getId() + " at " + node.getTarget() + ": " + node.getFailureSummary();
    }
}
