package dev.countersign.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingNameTest {

    @ParameterizedTest
    @CsvSource({
        "store, COUNTERSIGN_STORE",
        "clientCacheTtl, COUNTERSIGN_CLIENT_CACHE_TTL",
        "bootstrapAdminSecret, COUNTERSIGN_BOOTSTRAP_ADMIN_SECRET",
        "requireTls, COUNTERSIGN_REQUIRE_TLS"
    })
    void variablesAreNamedAfterTheSettings(String setting, String variable) {
        assertThat(SettingName.environmentVariable(setting)).isEqualTo(variable);
    }
}
