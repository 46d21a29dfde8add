package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.countersign.container.Server;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What people have before them; in CSS pixels. */
enum Screen {
    WIDE(1280, 900),
    NARROW(400, 800);

    static final List<ColorScheme> SCHEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);

    private static final Path FOLDER = Path.of("target/screenshots");

    /** By {@code -Dscreenshots=true}: no test looks at the pictures, and to make them takes long. */
    private static final boolean WANTED = Boolean.getBoolean("screenshots");

    private final int width;
    private final int height;

    Screen(int width, int height) {
        this.width = width;
        this.height = height;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** On no screen is the page too wide. Leaves it as it was, on a wide screen in the light. */
    static void photograph(Page page, Server server, String name) {
        page.evaluate("scrollTo(0, 0)");
        for (Screen screen : List.of(NARROW, WIDE)) {
            page.setViewportSize(screen.width, screen.height);
            assertFits(page);
            if (WANTED) {
                takePictures(page, server, name, screen);
            }
        }
    }

    private static void takePictures(Page page, Server server, String name, Screen screen) {
        // What sticks to an edge, and what lies over the page, is where people see it.
        boolean whole = page.locator("dialog[open]").count() == 0;
        for (ColorScheme scheme : SCHEMES) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(FOLDER.resolve(
                            String.join("-", shortName(server), name, screen.text(), text(scheme)) + ".png"))
                    .setFullPage(whole));
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
    }

    /** The page needs no horizontal scrolling. */
    static void assertFits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels beyond the right edge of " + page.url())
                .isEqualTo(0);
    }

    /** Of a file in the folder of the pictures. */
    static Path picture(Server server, String name) {
        return FOLDER.resolve(shortName(server) + "-" + name + ".png");
    }

    /** Without the Java that it runs on. */
    private static String shortName(Server server) {
        return server.name().replaceFirst(" on Java.*", "").replaceAll("[^A-Za-z0-9.]+", "-");
    }

    private String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static String text(ColorScheme scheme) {
        return scheme.name().toLowerCase(Locale.ROOT);
    }
}
