package dev.countersign.launch;

import java.util.HashMap;
import java.util.Map;

/**
 * Hands settings to the application while it starts, as system properties: it reads those after JNDI and
 * context-params, so a deployer's own binding wins. They are gone once it has started, the bootstrap secret above all.
 */
final class HandedSettings implements AutoCloseable {
    static final String PREFIX = "countersign.";

    private final Map<String, String> handed;

    private HandedSettings(Map<String, String> handed) {
        this.handed = handed;
    }

    /** Hands over what the operator has not set. */
    static HandedSettings hand(Map<String, String> defaults, OperatorSettings operator) {
        Map<String, String> handed = new HashMap<>();
        defaults.forEach((name, value) -> {
            if (operator.find(name).isEmpty()) {
                handed.put(PREFIX + name, value);
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
