package dev.countersign.launch;

import java.util.Arrays;
import java.util.Locale;
import java.util.logging.Formatter;

/** How log lines are written. */
enum LogFormat {
    TEXT,
    JSON;

    static LogFormat named(String name) throws UsageException {
        return Arrays.stream(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("--log-format takes text or json, not '" + name + "'"));
    }

    Formatter formatter() {
        return this == JSON ? new JsonLines() : new PlainLines();
    }
}
