package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code java -jar countersign.war} for users, locales and environments that the platform cannot handle. */
@Tag("full")
@Tag("long")
class PlatformIT {

    /** Letters that the locale C does not have, as bytes: the tests' own JVM may not have them either. */
    private static final String UMLAUTS = "$(printf 'd\\303\\244t\\303\\244')";

    private static final String LOG_LINE =
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}[+-][0-9]{4} INFO .* refused=.*";

    @TempDir
    Path directory;

    /** What the JVM finds for a uid that has no line in {@code /etc/passwd}. */
    @Test
    void ops3_aUserWithoutAHomeIsToldToNameTheDirectory() throws Exception {
        ProcessBuilder command = WarCommand.bare()
                .withJvm("-Duser.home=?")
                .with("--port", "0")
                .process()
                .directory(directory.toFile());

        assertOneLine(WarCommand.run(command), 64, "no home directory", "--data");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--data", "--tls-keystore", "COUNTERSIGN_DATA_DIRECTORY", "COUNTERSIGN_ADMIN_PASSWORD_FILE"})
    void ops3_aPathThatTheLocaleDoesNotHaveIsOneLine(String place) throws Exception {
        boolean option = place.startsWith("--");
        String more = option ? " " + place + " \"$0/" + UMLAUTS + "\"" : "";
        String before = option ? "" : place + "=\"$0/" + UMLAUTS + "\" ";
        WarCommand.Result refused = inLocaleC(before, more);

        assertOneLine(refused, option || place.endsWith("DIRECTORY") ? 64 : 1, "locale", "LC_ALL=C.UTF-8");
        assertThat(refused.err()).contains(place.equals("COUNTERSIGN_DATA_DIRECTORY") ? "dataDirectory" : place);
    }

    @Test
    void ops3_aSettingThatTheLocaleDoesNotHaveIsOneLine() throws Exception {
        WarCommand.Result refused =
                inLocaleC("COUNTERSIGN_MASTER_KEY=\"$0/" + UMLAUTS + "\" ", " --data " + directory.resolve("data"));

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("masterKey is", "LC_ALL=C.UTF-8").doesNotContain("\tat ");
    }

    @Test
    void ops3_emptyVariablesCountAsNotSet() throws Exception {
        WarCommand command = WarCommand.in(directory).withJvm("-Dcountersign.requireTls=");
        for (String name : List.of(
                "ISSUER", "STORE", "MASTER_KEY", "TRUSTED_PROXIES", "ALGORITHMS", "DATA_DIRECTORY", "ADMIN_PASSWORD")) {
            command = command.withEnvironment("COUNTERSIGN_" + name, "");
        }
        try (ExecutableWar war = command.start()) {
            assertThat(new Visitor(war.url()).get("/health/ready").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Duser.language=de", "-Duser.language=ar -Duser.country=EG", "-Duser.language=tr"})
    void ops3_logLinesDoNotDependOnTheLocale(String locale) throws Exception {
        try (ExecutableWar war =
                WarCommand.in(directory).withJvm(locale.split(" ", -1)).start()) {
            new Visitor(war.url()).get("/verify", "Authorization", Visitor.basic("x", "y"));

            assertThat(war.awaitErr(line -> line.matches(LOG_LINE), Duration.ofSeconds(10)))
                    .as(war.err())
                    .isTrue();
        }
    }

    private WarCommand.Result inLocaleC(String before, String more) throws Exception {
        List<String> line = new ArrayList<>(
                List.of("sh", "-c", "export LC_ALL=C; " + before + "exec \"$@\"" + more, directory.toString()));
        ProcessBuilder command = WarCommand.bare().with("--port", "0").process();
        line.addAll(command.command());
        return WarCommand.run(command.command(line));
    }

    private static void assertOneLine(WarCommand.Result refused, int code, String... words) {
        assertThat(refused.err()).hasLineCount(1).startsWith("countersign: ").contains(words);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.exitCode()).isEqualTo(code);
    }
}
