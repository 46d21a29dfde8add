package dev.countersign.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.AriaRole;
import dev.countersign.it.Shell;
import jakarta.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given to a client's developer to paste works as it stands; and what was done to a client is told. */
interface ConnectScenario extends BrowserScenario {

    @ParameterizedTest
    @ValueSource(strings = {"pasted", "p'a\"s $(t) \\%e+d&;"})
    default void theLinesForASecretSignIn(String id) throws Exception {
        String secret = script().register("\"client_id\":" + Json.createValue(id));
        ConsoleVisit visit = signedIn().atClient(id, "connect");
        visit.main().says(running().url() + "/verify");
        assertThat(visit.page().content()).doesNotContain(secret);

        String lines = copied(visit, "curl");
        assertThat(run(lines, "CLIENT_SECRET", secret)).contains("HTTP/1.1 204");
        assertThat(run(lines, "CLIENT_SECRET", "wrong")).contains("HTTP/1.1 401");
        visit.assertAccessible();
        visit.screenshots("connect");
    }

    @Test
    default void theLinesForAKeySignIn(@TempDir Path folder) throws Exception {
        KeyFile key = KeyFile.of("CN=pasting-key");
        Files.writeString(folder.resolve("private-key.pem"), key.privateKey());
        registerSigner("pasting-key");
        script().upload("pasting-key", "CERTIFICATE_PEM", key.pem());
        ConsoleVisit visit = signedIn().atClient("pasting-key", "connect");

        assertThat(run(copied(visit, "openssl and curl"), "FOLDER", folder.toString()))
                .contains("HTTP/1.1 204");
        visit.main().says("private_key_jwt");
        visit.assertAccessible();
        visit.screenshots("connect-key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"https://api.example/\""})
    default void theLinesForASecretFetchATokenAndUseIt(String audience) throws Exception {
        String id = "buying a token" + audience.length();
        String secret = script().register("\"client_id\":\"" + id + "\",\"audience\":[" + audience + "]");
        ConsoleVisit visit = signedIn().atClient(id, "connect");
        visit.main().says(running().url() + "/token");

        String lines = copied(visit, "Access token, with curl");
        assertThat(run(lines, "CLIENT_SECRET", secret)).contains("HTTP/1.1 204").doesNotContain("access_token");
        assertThat(run(lines, "CLIENT_SECRET", "wrong")).contains("invalid_client");

        // A resource server has to be told of the type of access tokens.
        assertThat(copied(visit, "Resource server, with Spring"))
                .contains("createAtJwtValidator()", ".clientId(\"" + id + "\")")
                .contains(".audience(" + (audience.isEmpty() ? '"' + running().url() + '"' : audience) + ")");
    }

    @Test
    default void theLinesForAKeyFetchATokenAndUseIt(@TempDir Path folder) throws Exception {
        KeyFile key = KeyFile.of("CN=signing-for-tokens");
        Files.writeString(folder.resolve("private-key.pem"), key.privateKey());
        registerSigner("signing-for-tokens");
        script().upload("signing-for-tokens", "CERTIFICATE_PEM", key.pem());
        ConsoleVisit visit = signedIn().atClient("signing-for-tokens", "connect");

        assertThat(run(copied(visit, "Access token, with openssl and curl"), "FOLDER", folder.toString()))
                .contains("HTTP/1.1 204");
    }

    @Test
    default void aClientThatMayNotFetchTokensGetsNoLinesForIt() throws Exception {
        registerSigner("tokenless");
        script().patch("/clients/tokenless", "{\"grant_types\":[]}", "*");
        ConsoleVisit visit = signedIn().atClient("tokenless", "connect");

        visit.main()
                .says("Behind a proxy it needs an access token")
                .saysNot("Access token, with")
                .saysNot("auth_request_set");
    }

    private static String copied(ConsoleVisit visit, String title) {
        Part recipe = visit.main().named(AriaRole.REGION, title).press("Copy these lines");
        assertThat(recipe.button("Copied")).isVisible();
        String lines = (String) visit.page().evaluate("navigator.clipboard.readText()");
        assertThat(recipe.root().locator("pre")).hasText(lines);
        return lines;
    }

    /** What comes of it in a plain shell, whichever the developer has. */
    private static String run(String lines, String variable, String value) throws Exception {
        String shell = "cd \"${FOLDER:-/}\"; printf %s \"$LINES_COPIED\" | sh -eu";
        return Shell.run(shell, Map.of("LINES_COPIED", lines, variable, value));
    }

    @Test
    default void whatIsLackingIsSaid() throws Exception {
        registerSigner("lacking");
        ConsoleVisit visit = signedIn().atClient("lacking", "connect");

        visit.main().says("It has no key yet.");
    }

    @Test
    default void whatWasDoneIsToldWithWhoDidIt() throws Exception {
        script().register("\"client_id\":\"told\"");
        ConsoleVisit visit = signedIn().atClient("told", "settings");
        visit.main().type("Name", "Told").press("Save").says("Saved.");
        visit.main().follow("Events");

        visit.main()
                .says("settings changed by admin")
                .says("client created by client operator")
                .says("2 events in all.");
        visit.assertAccessible();
        visit.screenshots("events");
    }
}
