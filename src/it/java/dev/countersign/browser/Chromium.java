package dev.countersign.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.impl.driver.Driver;
import com.microsoft.playwright.options.ReducedMotion;
import dev.countersign.container.Server;
import dev.countersign.it.Output;
import dev.countersign.it.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A browser without a window, for all tests of a class: the machine's own, or one that Playwright fetches. For one
 * thread.
 */
final class Chromium implements AutoCloseable {

    /** How long anything on a page may take; a machine may be busy. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /** It sends requests to the server under test only. */
    private static final List<String> ARGUMENTS = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    /** Otherwise it fetches the browsers of all makers, whichever is there. */
    private static final Map<String, String> NO_DOWNLOAD = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() throws IOException, InterruptedException {
        Optional<Path> installed = InstalledChromium.find();
        if (installed.isEmpty()) {
            fetch();
        }
        BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                .setArgs(ARGUMENTS)
                // Chromium's sandbox does not start for root.
                .setChromiumSandbox(!System.getProperty("user.name").equals("root"));
        installed.ifPresent(options::setExecutablePath);

        PlaywrightAssertions.setDefaultAssertionTimeout((double) PATIENCE.toMillis());
        Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(NO_DOWNLOAD));
        try {
            return new Chromium(playwright, playwright.chromium().launch(options));
        } catch (RuntimeException e) {
            playwright.close();
            throw e;
        }
    }

    /** A visit without earlier cookies or cache, before any page. */
    ConsoleVisit visit(Server server) {
        return ConsoleVisit.of(newContext(), server);
    }

    /** A profile that knows nothing from before. */
    BrowserContext newContext() {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setLocale("en-GB")
                .setTimezoneId("UTC")
                .setReducedMotion(ReducedMotion.REDUCE)
                .setViewportSize(Screen.WIDE.width(), Screen.WIDE.height())
                .setPermissions(List.of("clipboard-read", "clipboard-write")));
        context.setDefaultTimeout((double) PATIENCE.toMillis());
        return context;
    }

    private static void fetch() throws IOException, InterruptedException {
        ProcessBuilder builder =
                Driver.ensureDriverInstalled(NO_DOWNLOAD, false).createProcessBuilder();
        builder.environment().keySet().removeAll(NO_DOWNLOAD.keySet());
        builder.command().addAll(List.of("install", "--only-shell", "chromium"));
        Process installation = builder.redirectErrorStream(true).start();
        Output output = Output.of(installation.getInputStream());
        int status = installation.waitFor();
        output.awaitEnd();
        if (status != 0) {
            RuntimeException missing = Program.CHROMIUM.missing();
            missing.addSuppressed(new IOException("Playwright cannot fetch one: " + output.text()));
            throw missing;
        }
    }

    @Override
    public void close() {
        try {
            browser.close();
        } finally {
            playwright.close();
        }
    }
}
