package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plants a secret wherever the operator may have put one, lets the start fail, and searches all that the process said.
 */
@Tag("full")
@Tag("long")
class LauncherSecretsIT {
    private static final String PLANT = "hunter2";
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** Everything that any library says, as an operator sees it who looks for a fault. */
    private static final String ALL = """
            handlers=java.util.logging.ConsoleHandler
            .level=ALL
            java.util.logging.ConsoleHandler.level=ALL
            """;

    /** One for all tests: what a first start makes is not what they are about. */
    @TempDir
    private static Path data;

    /** For the start whose log has every line, which runs beside the one with the usual log. */
    @TempDir
    private static Path loud;

    /** Otherwise each start that fails computes the slow hash of a password, since only one that serves keeps it. */
    @BeforeAll
    static void keepAnAdministratorsHash() throws Exception {
        String hash = "pbkdf2-sha256 1000 " + base64(16) + " " + base64(32) + "\n";
        Files.writeString(data.resolve("administrator.hash"), hash);
        Files.writeString(loud.resolve("administrator.hash"), hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//u:hunter2@localhost:PORT/x",
                "//u:hun/hunter2@localhost:PORT/x",
                "//hunter2@localhost:PORT/x",
                "//localhost:PORT/x?user=u&password=hunter2",
                "//localhost:PORT/x?user=u&pass%77ord=hunter2",
                "//localhost:PORT/x?user=u&PASSWORD=hunter2&sslpassword=hunter2",
                "//localhost:PORT/x?user=u&password=hunter2%zz",
                "//localhost:PORT/x?sslmode=require&sslfactoryarg=a&sslpassword=hunter2&connectTimeout=no-number",
                "x?password=hunter2&socketFactory=no.such.Class"
            })
    void ops2_noPasswordInTheUrlOfTheDatabaseIsTold(String url) throws Exception {
        String filledIn = "jdbc:postgresql:" + url.replace("PORT", Integer.toString(FreePort.next()));

        assertNeitherLogTells(filledIn);
    }

    @Tag("twin")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "//localhost:PORT/x?user=u&password=hunter2",
                "//localhost:PORT/x?trustStorePassword=hunter2&sslMode=verify-full",
                "//localhost:PORT/x?password=hunter2&sslMode=no-such-mode",
                "//u:hunter2@localhost:PORT/x",
                "//localhost:PORT,localhost:1/x?password=hunter2",
                "x?password=hunter2"
            })
    void ops2_noPasswordInTheUrlOfAMariaDbIsTold(String url) throws Exception {
        String filledIn = "jdbc:mariadb:" + url.replace("PORT", Integer.toString(FreePort.next()));

        assertNeitherLogTells(filledIn);
    }

    @Test
    void ops2_noPasswordOfTheDatabaseInAFileIsTold() throws Exception {
        Path password = Files.writeString(data.resolve("password"), PLANT + "\n");

        assertNotTold(WarCommand.in(loud)
                .with("--jdbc-url", "jdbc:postgresql://localhost:" + FreePort.next() + "/x")
                .with("--jdbc-user", "u", "--jdbc-password-file", password.toString())
                .withJvm(everyLine()));
    }

    @ParameterizedTest
    @CsvSource({
        "ISSUER, https://u:hunter2@as.example/?x",
        "KEY_FETCH_ALLOWED_ORIGINS, http://u:hunter2@localhost:1",
        "STORE, jdbc:postgresql://u:hunter2@localhost/x",
        "STORE, java:comp/password=hunter2",
        "STORE, jdbc:postgresql://localhost/x?password=hunter2",
        "CLIENT_CACHE_TTL, token=hunter2",
        "BOOTSTRAP_ADMIN_SECRET, hunter2",
        "ADMIN_PASSWORD, hunter2",
        "AUDITOR_PASSWORD, hunter2",
        "DATA_DIRECTORY, /dev/null/password=hunter2"
    })
    void ops2_noSecretInASettingIsTold(String name, String value) throws Exception {
        WarCommand command =
                name.equals("DATA_DIRECTORY") ? WarCommand.bare().with("--port", "0") : WarCommand.in(data);

        assertNotTold(command.withEnvironment("COUNTERSIGN_" + name, value));
    }

    /** In place of the file's path. */
    @Test
    void ops2_noKeyIsTold() throws Exception {
        String said = failed(WarCommand.in(data).withEnvironment("COUNTERSIGN_MASTER_KEY", "k1 " + KEY));

        assertThat(said).contains("masterKey").doesNotContain(KEY, KEY.substring(0, 20));
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "--jdbc-password=hunter2", "--port=password=hunter2"})
    void ops2_noStrayArgumentIsTold(String argument) throws Exception {
        WarCommand.Result refused = WarCommand.bare().with(argument).run();

        assertThat(refused.out() + refused.err()).startsWith("countersign: ").doesNotContain(PLANT);
    }

    /** The two starts wait most of the time. */
    private static void assertNeitherLogTells(String url) throws Exception {
        ExecutorService beside = Executors.newSingleThreadExecutor();
        try {
            WarCommand usual = WarCommand.in(data).with("--jdbc-url", url);
            Future<String> said = beside.submit(() -> failed(usual));
            assertNotTold(WarCommand.in(loud).with("--jdbc-url", url).withJvm(everyLine()));
            assertNotTold(said.get());
        } finally {
            beside.shutdown();
        }
    }

    private static void assertNotTold(WarCommand command) throws Exception {
        assertNotTold(failed(command));
    }

    private static void assertNotTold(String said) {
        assertThat(said).contains("countersign: ").doesNotContain(PLANT);
    }

    private static String failed(WarCommand command) throws Exception {
        WarCommand.Result result = command.run();
        assertThat(result.exitCode()).isIn(1, 64);
        return result.out() + result.err();
    }

    private static String base64(int bytes) {
        return Base64.getEncoder().encodeToString(new byte[bytes]);
    }

    private static String everyLine() throws Exception {
        return "-Djava.util.logging.config.file=" + Files.writeString(loud.resolve("logging.properties"), ALL);
    }
}
