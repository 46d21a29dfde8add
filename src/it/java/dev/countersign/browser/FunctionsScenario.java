package dev.countersign.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The console's pure functions, as they run in the browser. */
interface FunctionsScenario extends BrowserScenario {

    String NOW = "Date.parse('2027-01-01T00:00:00Z')";

    @Test
    default void timesAndNumbersAreWrittenAsPeopleDo() {
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);

        assertThat(distance(visit, "2027-01-01T00:00:59Z")).isEqualTo("in a moment");
        assertThat(distance(visit, "2026-12-31T23:59:59Z")).isEqualTo("just now");
        assertThat(distance(visit, "2027-01-01T00:01:30Z")).isEqualTo("in 1 minute");
        assertThat(distance(visit, "2026-12-31T22:00:00Z")).isEqualTo("2 hours ago");
        assertThat(distance(visit, "2027-01-02T00:00:00Z")).isEqualTo("in 24 hours");
        assertThat(distance(visit, "2027-01-06T12:00:00Z")).isEqualTo("in 5 days");
        assertThat(distance(visit, "2027-03-01T00:00:00Z")).isEqualTo("next month");
        assertThat(distance(visit, "2030-01-01T00:00:00Z")).isEqualTo("in 3 years");

        assertThat(call(visit, "format.js", "duration('P1DT2H3M4.5S')")).isEqualTo(93_784_500);
        assertThat(call(
                        visit,
                        "format.js",
                        "['P', 'PT', '', null, 'P1M', 'P1Y', '1D', 'PT1', 'P1DT'].map(duration).every(isNaN)"))
                .isEqualTo(true);
        assertThat(call(visit, "format.js", "['PT600S', 'P7D', 'PT90M', 'PT1H', 'PT0.5S', 'odd'].map(span)"))
                .isEqualTo(List.of("10 minutes", "7 days", "90 minutes", "1 hour", "PT0.5S", "odd"));
        assertThat(call(visit, "format.js", "[counted(0, 'key'), counted(1, 'key'), counted(1200, 'key')]"))
                .isEqualTo(List.of("0 keys", "1 key", "1,200 keys"));
        assertThat(call(visit, "format.js", "[listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]"))
                .isEqualTo(List.of("", "a", "a and b", "a, b and c"));
    }

    @Test
    default void whatLivesExpiresOrHasExpired() {
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);

        assertThat(
                        call(
                                visit,
                                "format.js",
                                "[undefined, 40 * DAY, 29 * DAY, -60000].map(left => life(left && new Date(Date.now() + left).toISOString()))"))
                .isEqualTo(List.of("live", "live", "expiring", "expired"));
    }

    @Test
    default void theFormatOfAFileIsGuessedByItsBytes() throws Exception {
        KeyFile key = KeyFile.of("CN=guessed");
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);

        assertThat(guess(visit, key.pem())).isEqualTo("CERTIFICATE_PEM");
        assertThat(guess(visit, base64(key.pem()))).isEqualTo("CERTIFICATE_PEM");
        assertThat(guess(visit, "'" + base64(key.request()) + "'")).isEqualTo("CSR");
        assertThat(guess(visit, base64(key.publicKey()))).isEqualTo("PUBLIC_KEY_PEM");
        assertThat(guess(visit, ("\uFEFF" + key.request()).getBytes(StandardCharsets.UTF_16LE)))
                .isEqualTo("CSR");
        assertThat(guess(visit, der(key.request()))).isEqualTo("CSR");
        assertThat(guess(visit, der(key.publicKey()))).isEqualTo("PUBLIC_KEY_PEM");
        assertThat(guess(visit, der(key.privateKey()))).isEqualTo("undefined");
        assertThat(guess(visit, "Bag Attributes\n" + key.pemWithPrivateKey())).isEqualTo("CERTIFICATE_PEM");
        assertThat(guess(visit, key.publicKey())).isEqualTo("PUBLIC_KEY_PEM");
        assertThat(guess(visit, key.request())).isEqualTo("CSR");
        assertThat(guess(visit, " {\"keys\":[]}")).isEqualTo("JWKS");
        assertThat(guess(visit, key.store("PKCS12", "a", "password"))).isEqualTo("PKCS12");
        assertThat(guess(visit, key.store("JKS", "a", "password"))).isEqualTo("JKS");
        assertThat(guess(visit, key.store("BCFKS", "a", "password"))).isEqualTo("BCFKS");
        assertThat(guess(visit, key.certificate().getEncoded())).isEqualTo("CERTIFICATE_PEM");
        assertThat(guess(visit, "nothing of the kind")).isEqualTo("undefined");
        assertThat(guess(visit, new byte[0])).isEqualTo("undefined");
    }

    @Test
    default void whatIsPastedElsewhereIsQuoted() {
        ConsoleVisit visit = signedIn().at(ClientListScenario.LIST);

        assertThat(call(visit, "client/quoting.js", "shell(\"a'b $(c) \\\\\")")).isEqualTo("'a'\\''b $(c) \\'");
        assertThat(call(visit, "client/quoting.js", "java('a\"b\\\\u0041')")).isEqualTo("\"a\\\"b\\\\u0041\"");
        assertThat(call(visit, "client/quoting.js", "form('a b+c%d:é')")).isEqualTo("a+b%2Bc%25d%3A%C3%A9");
        assertThat(call(visit, "client/quoting.js", "json('a\"\\u2028'.slice(0, 2))"))
                .isEqualTo("\"a\\\"\"");
        assertThat(call(visit, "client/quoting.js", "nginx('https://x.example/$a \"b')"))
                .isEqualTo("\"https://x.example/%24a%20%22b\"");
        for (String control : List.of("\\n", "\\0", "\\u001b", "\\u2028", "\\u202e")) {
            assertThat(call(
                            visit,
                            "client/quoting.js",
                            "[shell, java, json, form, nginx].map(quote => { try { return quote('a" + control
                                    + "'); } catch (e) { return e.name; } })"))
                    .isEqualTo(List.of("RangeError", "RangeError", "RangeError", "RangeError", "RangeError"));
        }
    }

    private static Object distance(ConsoleVisit visit, String iso) {
        return call(visit, "format.js", "distance('" + iso + "', " + NOW + ")");
    }

    private static String base64(String pem) {
        return pem.replaceAll("-----[A-Z ]+-----", "").strip();
    }

    private static byte[] der(String pem) {
        return Base64.getMimeDecoder().decode(base64(pem));
    }

    private static Object guess(ConsoleVisit visit, String text) {
        return guess(visit, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Object guess(ConsoleVisit visit, byte[] bytes) {
        String base64 = Base64.getEncoder().encodeToString(bytes);
        return call(
                visit,
                "client/file-format.js",
                "String(guess(Uint8Array.from(atob('" + base64 + "'), c => c.charCodeAt(0))))");
    }

    /** The value of an expression in which the module's functions have their names. */
    private static Object call(ConsoleVisit visit, String module, String expression) {
        String url = (String) visit.page()
                .locator("link[rel=modulepreload][href$='/" + module + "']")
                .evaluate("link => link.href");
        String names = (String) visit.page().evaluate("async url => Object.keys(await import(url)).join()", url);
        return visit.page()
                .evaluate(
                        "async url => { const {" + names + "} = await import(url); return " + expression + "; }", url);
    }
}
