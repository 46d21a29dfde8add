package dev.countersign.store.file;

import dev.countersign.text.JsonNull;
import dev.countersign.text.JsonQuote;
import java.util.List;
import java.util.Map;

/** Writes JSON as people and version control like it: a member a line, lists of short texts on one line. Stateless. */
final class JsonLayout {

    private static final String INDENT = "  ";

    private JsonLayout() {}

    /** @param depth of the value, in steps of the indentation */
    static String of(Object value, int depth) {
        StringBuilder text = new StringBuilder();
        append(text, value, depth);
        return text.toString();
    }

    private static void append(StringBuilder text, Object value, int depth) {
        if (value instanceof Map<?, ?> members) {
            String between = "{";
            for (Map.Entry<?, ?> member : members.entrySet()) {
                line(text.append(between), depth + 1);
                text.append(JsonQuote.of((String) member.getKey())).append(": ");
                append(text, member.getValue(), depth + 1);
                between = ",";
            }
            end(text, members.isEmpty(), "{", "}", depth);
        } else if (value instanceof List<?> items && items.stream().allMatch(String.class::isInstance)) {
            text.append('[');
            String between = "";
            for (Object item : items) {
                text.append(between).append(JsonQuote.of((String) item));
                between = ", ";
            }
            text.append(']');
        } else if (value instanceof List<?> items) {
            String between = "[";
            for (Object item : items) {
                line(text.append(between), depth + 1);
                append(text, item, depth + 1);
                between = ",";
            }
            end(text, items.isEmpty(), "[", "]", depth);
        } else if (value instanceof String string) {
            text.append(JsonQuote.of(string));
        } else if (value == JsonNull.NULL) {
            text.append("null");
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            text.append(value);
        } else {
            throw new IllegalArgumentException(
                    "no JSON value: " + value.getClass().getName());
        }
    }

    private static void end(StringBuilder text, boolean empty, String open, String close, int depth) {
        if (empty) {
            text.append(open);
        } else {
            line(text, depth);
        }
        text.append(close);
    }

    private static void line(StringBuilder text, int depth) {
        text.append('\n').append(INDENT.repeat(depth));
    }
}
