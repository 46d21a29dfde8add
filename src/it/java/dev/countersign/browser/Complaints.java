package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a browser would tell the pages' author: errors of scripts, whatever the content security policy stopped, and
 * what did not load. For one thread.
 */
final class Complaints {

    private static final Set<String> LOUD = Set.of("error", "warning", "assert");

    /** A page that is left forgets its questions. */
    private static final String LEFT = "net::ERR_ABORTED";

    private final List<String> heard = new ArrayList<>();
    private final List<String> expected = new ArrayList<>();

    /** Listens to all pages that this context will have. */
    Complaints(BrowserContext context) {
        context.onPage(this::listen);
    }

    /** Listens to this page, which shows nothing yet, and to those that it opens. */
    Complaints(Page page) {
        listen(page);
    }

    private void listen(Page page) {
        page.onConsoleMessage(this::hear);
        page.onPageError(error -> heard.add("uncaught: " + error));
        page.onRequestFailed(this::hear);
        page.onResponse(this::hear);
        page.onPopup(this::listen);
    }

    /** From now on, one that holds this text is no fault. */
    void expect(String part) {
        expected.add(part);
    }

    /** Of all that was said until now. */
    void assertNone() {
        assertThat(unexpected()).as("complaints of the browser").isEmpty();
    }

    boolean any() {
        return !unexpected().isEmpty();
    }

    private List<String> unexpected() {
        return heard.stream()
                .filter(complaint -> expected.stream().noneMatch(complaint::contains))
                .toList();
    }

    private void hear(ConsoleMessage message) {
        if (LOUD.contains(message.type())) {
            heard.add(message.type() + ": " + message.text() + " at " + message.location());
        }
    }

    private void hear(Request failed) {
        if (!LEFT.equals(failed.failure())) {
            heard.add(failed.failure() + ": " + failed.method() + " " + failed.url());
        }
    }

    private void hear(Response response) {
        if (response.status() >= 500) {
            heard.add("status " + response.status() + ": " + response.request().method() + " " + response.url());
        }
    }
}
