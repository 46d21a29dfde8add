package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.container.Server;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A visit to the console, in a browser without earlier cookies or cache. For one thread. */
final class ConsoleVisit implements AutoCloseable {

    /** Shown to a signed-in person only. */
    private static final String INSIDE = "#console header";

    private final Server server;
    private final Page page;
    private final Complaints complaints;
    private final Runnable end;

    private ConsoleVisit(Server server, Page page, Complaints complaints, Runnable end) {
        this.server = server;
        this.page = page;
        this.complaints = complaints;
        this.end = end;
    }

    /** With a browser of its own, that has never been at this server. */
    static ConsoleVisit of(BrowserContext context, Server server) {
        Page page = context.newPage();
        return new ConsoleVisit(server, page, new Complaints(page), context::close);
    }

    /** With a browser that others use as well; whatever they have signed in to, and loaded, is there. */
    static ConsoleVisit sharing(BrowserContext context, Server server) {
        Page page = context.newPage();
        return new ConsoleVisit(server, page, new Complaints(page), page::close);
    }

    Page page() {
        return page;
    }

    /** The page that opens when this is pressed; it shares the session. */
    ConsoleVisit anotherPage(Runnable pressing) {
        Page opened = page.waitForPopup(pressing);
        return new ConsoleVisit(server, opened, complaints, opened::close);
    }

    /** As when the time of a session is up. */
    void loseSession() {
        page.context().clearCookies();
    }

    /** The element that proves a session. */
    Locator inside() {
        return page.locator(INSIDE).first();
    }

    /** Goes to the console, which is the login page without a session. */
    ConsoleVisit open() {
        page.navigate(server.url() + "/console/");
        return this;
    }

    /** Opens a place of the console, such as {@code ?page=clients}. */
    ConsoleVisit at(String query) {
        page.navigate(server.url() + "/console/" + query);
        return this;
    }

    /** Opens a tab of a client, as a link from a message does. */
    ConsoleVisit atClient(String id, String tab) {
        return at("?client=" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "&tab=" + tab);
    }

    /** The page without what is around every page. */
    Part main() {
        return new Part(page.locator("main"));
    }

    /** What is around every page. */
    Part frame() {
        return new Part(page.locator("#console header"));
    }

    /** The one that is open. */
    Part dialog() {
        return new Part(page.locator("#console dialog"));
    }

    /** Whatever goes wrong on the way, it has been put away. */
    void assertNoDialog() {
        assertThat(dialog().root()).not().isAttached();
    }

    /** What the browser keeps when this button is pressed. */
    Path download(Runnable pressing) {
        return page.waitForDownload(pressing).path();
    }

    /** Signs in by the form; returns when the console is there. */
    ConsoleVisit signIn() {
        open();
        signIn(server.personsPassword());
        inside().waitFor();
        return this;
    }

    /** Fills in the form that is there, and sends it. */
    void signIn(String password) {
        page.getByLabel("User name").fill(Server.PERSON);
        page.getByLabel("Password").fill(password);
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in"))
                .click();
    }

    /** From now on, the browser may complain with words that hold these, such as {@code status of 409}. */
    ConsoleVisit expectComplaint(String part) {
        complaints.expect(part);
        return this;
    }

    /**
     * The browser had nothing to complain about: no error of a script, nothing that a policy stopped, nothing that did
     * not load.
     */
    void assertNoComplaints() {
        // What was said before this answer is heard by then.
        page.title();
        complaints.assertNone();
    }

    /** The page as it is now is accessible, in the light and the dark theme (WCAG 2.2, level AA). */
    void assertAccessible() {
        Accessibility.check(page);
    }

    /**
     * The page as it is now is no wider than the screen, on wide and narrow ones. When they are asked for, it makes
     * pictures of it there, in the light and in the dark.
     */
    void screenshots(String name) {
        Screen.photograph(page, server, name);
    }

    /** For finding the reason when a test has failed. */
    void lastPicture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    @Override
    public void close() {
        end.run();
    }
}
