package dev.countersign.boot;

import java.util.List;

/** Wrong settings: all that is wrong with them, a line each. Nothing was started. */
final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SettingsException(List<String> problems) {
        super("Countersign cannot start with these settings:\n  - " + String.join("\n  - ", problems));
    }
}
