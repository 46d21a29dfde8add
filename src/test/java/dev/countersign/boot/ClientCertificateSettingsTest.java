package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClientCertificateSettingsTest {

    @TempDir
    private Path folder;

    @Test
    void withoutCasTheMethodIsOff() {
        ClientCertificateSettings none = new ClientCertificateSettings(Optional.empty(), Optional.empty());

        assertThat(none.problems()).isEmpty();
        assertThat(none.paths(InstantSource.system()).authorities()).isEmpty();
    }

    @Test
    void whatIsWrongWithTheFilesIsTold() throws Exception {
        Path file = Files.writeString(folder.resolve("cas.pem"), "no certificate");
        ClientCertificateSettings broken =
                new ClientCertificateSettings(Optional.of(file), Optional.of(folder.resolve("none")));

        assertThat(broken.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("clientCertificateAuthorities: ")
                        .contains("cas.pem"))
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("clientCertificateRevocationLists: ")
                        .contains("does not exist"));
        assertThatThrownBy(() -> broken.paths(InstantSource.system())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsWithoutCasAreAMistake() {
        SettingsReader reader = new SettingsReader(
                List.of(SettingsTest.source("test", Map.of("clientCertificateRevocationLists", folder.toString()))));

        ClientCertificateSettings.read(reader);

        assertThatThrownBy(reader::finish)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(
                        "clientCertificateRevocationLists is set, but clientCertificateAuthorities is not");
    }
}
