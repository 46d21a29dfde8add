package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.log.HeardLog;
import dev.countersign.text.SettingName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings in the environment, where shells, service files and other programs put what they like. */
class EnvironmentTest {

    private static final Map<String, String> REQUIRED = Map.of(
            "COUNTERSIGN_ISSUER", "https://sentry.example", "COUNTERSIGN_MASTER_KEY", "/etc/countersign/master.keys");

    @ParameterizedTest
    @CsvFileSource(resources = "/vectors/settings/environment.csv", delimiter = '|', quoteCharacter = '\'')
    void aMisspeltNameIsToldAndThoseOfOtherProgramsAreNot(String name, String value, String told) {
        Map<String, String> environment = new HashMap<>(REQUIRED);
        environment.put(name, value);
        try (HeardLog log = HeardLog.ofAll()) {
            if (told.startsWith("COUNTERSIGN_")) {
                assertThatThrownBy(() -> Settings.read(List.of(Deployment.environment(environment))))
                        .isInstanceOf(SettingsException.class)
                        .hasMessageContaining(
                                "environment variable " + name + " is no setting; did you mean " + told + "?");
                return;
            }
            Settings.read(List.of(Deployment.environment(environment)));

            if (told.equals("logged")) {
                assertThat(log.text()).contains("environment variable " + name + " is no setting of Countersign");
            } else {
                assertThat(log.text()).doesNotContain(name);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"''", "' '", "'\t'"})
    void ops3_anEmptyValueCountsAsNotSet(String empty) {
        Map<String, String> environment = new HashMap<>();
        Properties properties = new Properties();
        for (String name : SettingsTest.ALL.keySet()) {
            environment.put(SettingName.environmentVariable(name), empty);
            properties.setProperty("countersign." + name, empty);
        }
        environment.putAll(REQUIRED);
        environment.put("COUNTERSIGN_ISUER", empty);

        Settings settings =
                Settings.read(List.of(Deployment.systemProperties(properties), Deployment.environment(environment)));

        assertThat(settings)
                .usingRecursiveComparison()
                .ignoringFields("given")
                .isEqualTo(Settings.read(List.of(Deployment.environment(REQUIRED))));
    }

    @Test
    void ops3_anEmptyRequiredValueIsReportedAsMissing() {
        Map<String, String> environment = Map.of("COUNTERSIGN_ISSUER", "", "COUNTERSIGN_MASTER_KEY", "/x");

        assertThatThrownBy(() -> Settings.read(List.of(Deployment.environment(environment))))
                .hasMessageContaining("issuer is required: ");
    }
}
