package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class OperatorSettingsTest {

    @Test
    void aSettingIsFoundAsTheApplicationFindsIt() {
        Properties properties = new Properties();
        properties.setProperty("countersign.masterKey", "/property");
        OperatorSettings settings = new OperatorSettings(
                properties, Map.of("COUNTERSIGN_MASTER_KEY", "/variable", "COUNTERSIGN_ISSUER", "https://variable"));

        assertThat(settings.find("masterKey")).contains("/property");
        assertThat(settings.find("issuer")).contains("https://variable");
        assertThat(settings.find("dataDirectory")).isEmpty();
    }

    @Test
    void ops3_anEmptyValueCountsAsNotSet() {
        Properties properties = new Properties();
        properties.setProperty("countersign.masterKey", " ");
        OperatorSettings settings = new OperatorSettings(
                properties, Map.of("COUNTERSIGN_MASTER_KEY", "/variable", "COUNTERSIGN_ADMIN_PASSWORD", ""));

        assertThat(settings.find("masterKey")).contains("/variable");
        assertThat(settings.variable("COUNTERSIGN_ADMIN_PASSWORD")).isEmpty();
    }

    @Test
    void whatTheOperatorHasSetIsNotHandedOverAndTheRestIsTakenBack() {
        OperatorSettings settings = new OperatorSettings(new Properties(), Map.of("COUNTERSIGN_ISSUER", "https://own"));

        try (HandedSettings handed = HandedSettings.hand(Map.of("issuer", "http://x", "masterKey", "/m"), settings)) {
            assertThat(handed).isNotNull();
            assertThat(System.getProperty("countersign.issuer")).isNull();
            assertThat(System.getProperty("countersign.masterKey")).isEqualTo("/m");
        }
        assertThat(System.getProperty("countersign.masterKey")).isNull();
    }
}
