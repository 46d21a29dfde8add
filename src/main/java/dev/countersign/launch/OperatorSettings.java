package dev.countersign.launch;

import dev.countersign.text.SettingName;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The settings that the operator has set by system property or environment, looked up as the application does. */
record OperatorSettings(Properties properties, Map<String, String> environment) {

    static OperatorSettings ofThisProcess() {
        return new OperatorSettings(System.getProperties(), System.getenv());
    }

    /** The setting {@code name}, as the application would find it. */
    Optional<String> find(String name) {
        return Optional.ofNullable(properties.getProperty(SettingName.PREFIX + name))
                .filter(SettingName::isSet)
                .or(() -> variable(SettingName.environmentVariable(name)))
                .map(String::strip);
    }

    /** The environment variable {@code name}; an empty one counts as not set. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(SettingName::isSet);
    }
}
