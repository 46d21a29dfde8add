package dev.countersign.launch;

import dev.countersign.text.Redaction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Formats log lines as JSON objects, a line each (JSON Lines): {@code time} (RFC 3339, UTC), {@code level}, {@code
 * logger}, {@code message}, {@code stack_trace} where there is one, and each {@code key=value} of the product's own
 * messages as a member of its own. ASCII only, so that the locale does not matter. Passwords of libraries' messages are
 * removed. Thread-safe.
 */
final class JsonLines extends Formatter {

    private static final String OWN_LOGGERS = "dev.countersign.";

    private static final String QUOTED = "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"";

    /**
     * A key at the beginning or behind a blank, and its value, in quotation marks or up to the next blank; or a quoted
     * text without a key. What is quoted is taken whole, so that what a sender has written in it makes no member.
     */
    private static final Pattern PAIR =
            Pattern.compile("(?<= |^)([a-z][a-z0-9_-]{0,31})=(" + QUOTED + "|[^ \"]++)(?= |$)|" + QUOTED);

    @Override
    public String format(LogRecord event) {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("time", event.getInstant().truncatedTo(ChronoUnit.MILLIS).toString());
        members.put("level", event.getLevel().getName().toLowerCase(Locale.ROOT));
        members.put("logger", String.valueOf(event.getLoggerName()));
        String message = Redaction.of(formatMessage(event));
        members.put("message", message);
        if (event.getThrown() != null) {
            StringWriter trace = new StringWriter();
            event.getThrown().printStackTrace(new PrintWriter(trace));
            members.put("stack_trace", Redaction.of(trace.toString()));
        }
        StringBuilder line = new StringBuilder(message.length() + 256);
        members.forEach((name, value) -> append(line, name, quoted(value)));
        if (String.valueOf(event.getLoggerName()).startsWith(OWN_LOGGERS)) {
            addPairs(message, members, line);
        }
        return line.append("}\n").toString();
    }

    private static void addPairs(String message, Map<String, String> members, StringBuilder line) {
        Matcher pairs = PAIR.matcher(message);
        while (pairs.find()) {
            String value = pairs.group(2);
            if (value != null && members.putIfAbsent(pairs.group(1), value) == null) {
                // What is quoted is escaped as in JSON already.
                append(line, pairs.group(1), value.startsWith("\"") ? value : quoted(value));
            }
        }
    }

    private static void append(StringBuilder line, String name, String value) {
        line.append(line.isEmpty() ? '{' : ',')
                .append('"')
                .append(name)
                .append("\":")
                .append(value);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c >= 0x20 && c <= 0x7E) {
                        quoted.append(c);
                    } else {
                        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
