package dev.countersign.launch;

import dev.countersign.text.Redaction;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;

/**
 * Formats log lines as {@link SimpleFormatter} does, with passwords of libraries' messages removed.
 * Thread-safe.
 */
final class PlainLines extends SimpleFormatter {

    @Override
    public String format(LogRecord event) {
        return Redaction.of(super.format(event));
    }
}
