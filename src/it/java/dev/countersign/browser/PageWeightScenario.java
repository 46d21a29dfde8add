package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.LoadState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much of the console comes over the wire: by what the browser itself has measured. */
interface PageWeightScenario extends BrowserScenario {

    /** In bytes, headers and all. */
    int HEAVIEST = 250_000;

    String ALL = "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]";

    @Test
    default void theConsoleIsLightAndComesOnce() {
        ConsoleVisit visit = visit().signIn();
        assertThat(visit.main().root().locator("tbody tr").first()).isVisible();
        visit.page().waitForLoadState(LoadState.NETWORKIDLE);
        assertThat(((Number) visit.page().evaluate(ALL + ".reduce((sum, entry) => sum + entry.transferSize, 0)"))
                        .intValue())
                .isPositive()
                .isLessThan(HEAVIEST);

        visit.at(OverviewScenario.OVERVIEW).main().says("Store: up");
        List<?> loadedAgain = (List<?>) visit.page()
                .evaluate(ALL + ".filter(entry => entry.name.includes('/assets/') && entry.transferSize > 0)"
                        + ".map(entry => entry.name)");
        assertThat(loadedAgain).as("what the browser had already").isEmpty();
    }
}
