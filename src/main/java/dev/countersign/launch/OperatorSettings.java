package dev.countersign.launch;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** What the operator has set by system property or environment, looked up as the application does it. */
record OperatorSettings(Properties properties, Map<String, String> environment) {

    static OperatorSettings ofThisProcess() {
        return new OperatorSettings(System.getProperties(), System.getenv());
    }

    /** The setting {@code name}, as the application would find it. */
    Optional<String> find(String name) {
        return Optional.ofNullable(properties.getProperty(HandedSettings.PREFIX + name))
                .or(() -> variable(environmentName(name)))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    /** The environment variable {@code name}; an empty one is none, since shells and compose files make those. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** {@code keyCacheTtl} becomes {@code COUNTERSIGN_KEY_CACHE_TTL}. */
    static String environmentName(String name) {
        return "COUNTERSIGN_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    }
}
