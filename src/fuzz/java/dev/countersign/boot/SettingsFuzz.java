package dev.countersign.boot;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whatever stands in the settings: they are read, or refused with a message of printable lines. */
class SettingsFuzz {

    private static final List<String> NAMES = List.of(
            "store",
            "migrate",
            "issuer",
            "clientCacheTtl",
            "trustedProxies",
            "clientCertificateAuthorities",
            "clientCertificateRevocationLists",
            "trustedProxySecret",
            "clientCertificateHeader",
            "requireTls",
            "masterKey",
            "bootstrapAdminSecret",
            "storeOutageGrace",
            "dataDirectory");

    @FuzzTest(maxDuration = "10m")
    void settingsAreReadOrRefused(FuzzedDataProvider data) {
        Map<String, String> values = new HashMap<>();
        while (data.remainingBytes() > 0) {
            String name = data.consumeBoolean() ? data.pickValue(NAMES) : data.consumeString(20);
            values.put(name, data.consumeString(100));
        }
        SettingsSource source = new SettingsSource(
                "fuzz", name -> name, name -> Optional.ofNullable(values.get(name)), Set.copyOf(values.keySet()));
        try {
            Settings.read(List.of(source));
        } catch (SettingsException e) {
            String message = String.valueOf(e.getMessage());
            if (message.lines().skip(1).anyMatch(line -> !line.startsWith("  - "))
                    || message.chars().anyMatch(c -> c < ' ' && c != '\n')) {
                throw new AssertionError("a value has forged a line: " + message, e);
            }
        }
    }
}
