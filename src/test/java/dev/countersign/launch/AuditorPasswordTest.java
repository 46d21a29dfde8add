package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditorPasswordTest {

    private static final String PASSWORD = "an auditor's password of some length";
    private static final String DIRECT = "COUNTERSIGN_AUDITOR_PASSWORD";
    private static final String BY_FILE = "COUNTERSIGN_AUDITOR_PASSWORD_FILE";
    private static final PasswordHash OF_ADMINISTRATOR = PasswordHash.of("the administrator's password, which differs");

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(directory.resolve("password.txt"), PASSWORD + "\n");
    }

    @Test
    void withoutOneThereIsNoAuditor() throws Exception {
        assertThat(find(Optional.empty(), Map.of())).isEmpty();
        assertThat(find(Optional.empty(), Map.of(DIRECT, "", BY_FILE, " "))).isEmpty();
    }

    @Test
    void itIsSetInEachOfThreeWays() throws Exception {
        for (Optional<PasswordHash> found : List.of(
                find(Optional.empty(), Map.of(DIRECT, PASSWORD)),
                find(Optional.empty(), Map.of(BY_FILE, file.toString())),
                find(Optional.of(file), Map.of()))) {
            assertThat(found.orElseThrow().matches(PASSWORD)).isTrue();
            assertThat(found.orElseThrow().matches(PASSWORD + "\n")).isFalse();
        }
    }

    @Test
    void twoWaysAtOnceAreRefused() {
        assertRefused(Optional.of(file), Map.of(DIRECT, PASSWORD), "not both");
        assertRefused(Optional.of(file), Map.of(BY_FILE, file.toString()), "not both");
        assertRefused(Optional.empty(), Map.of(DIRECT, PASSWORD, BY_FILE, file.toString()), "not both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "thirty-one characters are short", "a pässword that is no printable ASCII"})
    void ops2_aPasswordThatCannotBeUsedIsRefusedAndNotShown(String password) throws Exception {
        Files.writeString(file, password);

        assertRefused(Optional.empty(), Map.of(DIRECT, password), DIRECT);
        assertRefused(Optional.empty(), Map.of(BY_FILE, file.toString()), BY_FILE);
        assertRefused(Optional.of(file), Map.of(), "--auditor-password-file");
        assertThatThrownBy(() -> find(Optional.of(file), Map.of())).message().doesNotContain(password);
    }

    @Test
    void anEmptyOrMissingFileIsRefused() throws Exception {
        Path missing = directory.resolve("missing.txt");
        assertRefused(Optional.of(missing), Map.of(), missing.toString());
        assertRefused(Optional.empty(), Map.of(BY_FILE, missing.toString()), missing.toString());
        Files.writeString(file, "\n");
        assertRefused(Optional.of(file), Map.of(), "empty");
    }

    /** Else the auditor could sign in as the administrator. */
    @Test
    void adm6_theAdministratorsPasswordIsRefused() {
        assertThatThrownBy(() -> AuditorPassword.find(Optional.of(file), settings(Map.of()), PasswordHash.of(PASSWORD)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("administrator");
    }

    private static void assertRefused(Optional<Path> option, Map<String, String> environment, String said) {
        assertThatThrownBy(() -> find(option, environment))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining(said);
    }

    private static Optional<PasswordHash> find(Optional<Path> option, Map<String, String> environment)
            throws StartupException {
        return AuditorPassword.find(option, settings(environment), OF_ADMINISTRATOR);
    }

    private static OperatorSettings settings(Map<String, String> environment) {
        return new OperatorSettings(new Properties(), environment);
    }
}
