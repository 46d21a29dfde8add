package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Plants a secret wherever the operator may have put one, lets the start fail, and searches all that the process said.
 */
class LauncherSecretsIT {
    private static final String PLANT = "hunter2";
    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** Everything that any library says, as an operator sees it who looks for a fault. */
    private static final String ALL = """
            handlers=java.util.logging.ConsoleHandler
            .level=ALL
            java.util.logging.ConsoleHandler.level=ALL
            """;

    @TempDir
    private Path data;

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

        assertNotTold(WarCommand.in(data).with("--jdbc-url", filledIn));
        assertNotTold(WarCommand.in(data).with("--jdbc-url", filledIn).withJvm(everyLine()));
    }

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

        assertNotTold(WarCommand.in(data).with("--jdbc-url", filledIn));
        assertNotTold(WarCommand.in(data).with("--jdbc-url", filledIn).withJvm(everyLine()));
    }

    @Test
    void ops2_noPasswordOfTheDatabaseInAFileIsTold() throws Exception {
        Path password = Files.writeString(data.resolve("password"), PLANT + "\n");

        assertNotTold(WarCommand.in(data)
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

    private void assertNotTold(WarCommand command) throws Exception {
        assertThat(failed(command)).contains("countersign: ").doesNotContain(PLANT);
    }

    private static String failed(WarCommand command) throws Exception {
        WarCommand.Result result = command.run();
        assertThat(result.exitCode()).isIn(1, 64);
        return result.out() + result.err();
    }

    private String everyLine() throws Exception {
        return "-Djava.util.logging.config.file=" + Files.writeString(data.resolve("logging.properties"), ALL);
    }
}
