package dev.countersign.browser;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.countersign.container.Server;
import java.nio.file.Path;

/** Somebody at the console, in a browser that knows nothing from before. For one thread. */
final class ConsoleVisit implements AutoCloseable {

    /** Nobody sees it who is not signed in. */
    private static final String INSIDE = "#console header";

    private final Server server;
    private final BrowserContext context;
    private final Complaints complaints;
    private final Page page;

    ConsoleVisit(BrowserContext context, Server server) {
        this.server = server;
        this.context = context;
        this.complaints = new Complaints(context);
        this.page = context.newPage();
    }

    Page page() {
        return page;
    }

    /** What proves that somebody is in. */
    Locator inside() {
        return page.locator(INSIDE).first();
    }

    /** Goes to the console, which is the login page for those who have not signed in. */
    ConsoleVisit open() {
        page.navigate(server.url() + "/console/");
        return this;
    }

    /** By the form, as everybody does; returns when the console is there. */
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

    /** The browser had nothing to complain about: no error of a script, nothing that a policy stopped, nothing that did not load. */
    void assertNoComplaints() {
        // What was said before this answer is heard by then.
        page.title();
        complaints.assertNone();
    }

    /** Nobody is shut out by how the page looks now, in the light and in the dark (WCAG 2.2, level AA). */
    void assertAccessible() {
        Accessibility.check(page);
    }

    /** Pictures of the page as it is now, on wide and narrow screens, in the light and in the dark; on none it is wider than the screen. */
    void screenshots(String name) {
        Screen.photograph(page, server, name);
    }

    /** For those who look for the reason when a test has failed. */
    void lastPicture(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    @Override
    public void close() {
        context.close();
    }
}
