package dev.countersign.launch;

import dev.countersign.text.SettingName;
import java.util.HashMap;
import java.util.Map;

/**
 * Hands settings to the application while it starts, as system properties: it reads those after JNDI and
 * context-params, so a deployer's own binding wins. They are removed once it has started, above all because of the
 * bootstrap secret.
 */
final class HandedSettings implements AutoCloseable {
    private final Map<String, String> handed;

    private HandedSettings(Map<String, String> handed) {
        this.handed = handed;
    }

    /** Sets those that the operator has not set. */
    static HandedSettings hand(Map<String, String> defaults, OperatorSettings operator) {
        Map<String, String> handed = new HashMap<>();
        defaults.forEach((name, value) -> {
            if (operator.find(name).isEmpty()) {
                handed.put(SettingName.PREFIX + name, value);
            }
        });
        handed.forEach(System::setProperty);
        return new HandedSettings(handed);
    }

    @Override
    public void close() {
        handed.keySet().forEach(System::clearProperty);
    }
}
