package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the console's tests rely on: that the browser's complaints reach them, under a policy as strict as can be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchfulBrowserIT {

    private static final String POLICY = "default-src 'none'; img-src data:; script-src 'nonce-n'; connect-src 'self';"
            + " style-src 'nonce-n'; require-trusted-types-for 'script'; trusted-types 'none'";

    private static final String SCRIPT = "<script nonce=n>";

    private HttpServer server;
    private Chromium chromium;
    private String body = "";

    @BeforeAll
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] page = page().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
            exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
            exchange.sendResponseHeaders(path.equals("/") ? 200 : Integer.parseInt(path.substring(1)), page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        server.start();
        chromium = Chromium.start();
    }

    @AfterAll
    void stop() {
        server.stop(0);
        if (chromium != null) {
            chromium.close();
        }
    }

    private String page() {
        return "<!DOCTYPE html><html lang=en><meta name=viewport content=width=device-width>"
                + "<title>Watched</title><link rel=icon href=data:,><main><h1>Watched</h1>" + body + "</main></html>";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "console.error('said so') | said so",
                "console.warn('take care') | take care",
                "undefined.x | Cannot read properties",
                "Promise.reject(new Error('not handled')) | not handled",
                "document.body.innerHTML = '<b>x</b>' | TrustedHTML",
                "document.body.setAttribute('style', 'color: red') | Content Security Policy",
                "document.body.append(document.createElement('script')); document.body.lastChild.text = '1' | TrustedScript",
                "eval('1') | Content Security Policy",
                "fetch('http://localhost:1/') | Content Security Policy",
                "fetch('/503') | 503",
                "fetch('/404') | 404",
            })
    void whatGoesWrongOnAPageFailsItsTest(String script, String complaint) throws Exception {
        try (BrowserContext context = chromium.newContext()) {
            Complaints complaints = new Complaints(context);
            Page page = open(context, SCRIPT + script + "</script>");
            page.waitForCondition(complaints::any);

            assertThatThrownBy(complaints::assertNone)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(complaint);
        }
    }

    @Test
    void whatIsExpectedIsNoFault() {
        try (BrowserContext context = chromium.newContext()) {
            Complaints complaints = new Complaints(context);
            complaints.expect("as agreed");
            open(context, SCRIPT + "console.error('it fails as agreed')</script>");

            complaints.assertNone();
        }
    }

    @Test
    void whatCannotBeReadOrReachedIsFound() {
        try (BrowserContext context = chromium.newContext()) {
            Complaints complaints = new Complaints(context);
            Page page = open(
                    context,
                    "<style nonce=n>@media (prefers-color-scheme: dark) { p { color: #777; background: #666 } }</style>"
                            + "<p>In the dark this cannot be read.</p><input type=text>");

            assertThatThrownBy(() -> Accessibility.check(page))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("dark: color-contrast at [p]")
                    .hasMessageContaining("light: label at [input]")
                    .hasMessageNotContaining("light: color-contrast");
            complaints.assertNone();
        }
    }

    @Test
    void whatIsTooWideIsFound() {
        try (BrowserContext context = chromium.newContext()) {
            Page page = open(context, "<style nonce=n>p { width: 500px }</style><p>Wide.</p>");
            Screen.assertFits(page);
            page.setViewportSize(400, 800);

            assertThatThrownBy(() -> Screen.assertFits(page)).isInstanceOf(AssertionError.class);
        }
    }

    private Page open(BrowserContext context, String written) {
        body = written;
        Page page = context.newPage();
        page.navigate("http://localhost:" + server.getAddress().getPort() + "/");
        return page;
    }
}
