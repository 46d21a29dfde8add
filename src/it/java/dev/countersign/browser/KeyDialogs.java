package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.options.FilePayload;

/** How a client comes to its keys: the names on the dialogs, and what is done there over and over. */
interface KeyDialogs extends BrowserScenario {

    String FORMAT = "Archive format";
    String IMPORTED = "1 key imported.";
    String GENERATE = "Generate new keys and certificate";
    String SUBMIT = "Generate and download";

    static void choose(ConsoleVisit visit, FilePayload file) {
        visit.dialog().root().locator("input[type=file]").setInputFiles(file);
    }

    static void assertChosen(ConsoleVisit visit, String format) {
        assertThat(visit.dialog().field(FORMAT).locator("option:checked")).hasText(format);
    }
}
