package dev.countersign.declare;

import dev.countersign.text.JsonNull;
import dev.countersign.text.JsonNumber;
import dev.countersign.text.JsonQuote;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes what {@code StrictJson} has read: on one line, or with a line for each member of an object. Stateless. */
final class JsonWriter {

    private static final String STEP = "  ";

    private JsonWriter() {}

    /** On one line. */
    static String line(Object value) {
        return write(new StringBuilder(), value, "").toString();
    }

    /** On lines of its own, so that two texts can be compared line by line. */
    static String lines(Object value) {
        return write(new StringBuilder(), value, "\n").toString();
    }

    /** @param lineBreak with the blanks of this depth; empty: none */
    private static StringBuilder write(StringBuilder json, Object value, String lineBreak) {
        if (value instanceof Map<?, ?> members) {
            return structure(json, '{', members.entrySet(), '}', lineBreak);
        }
        if (value instanceof List<?> items) {
            return structure(json, '[', items, ']', lineBreak);
        }
        if (value instanceof Map.Entry<?, ?> member) {
            json.append(JsonQuote.of(String.valueOf(member.getKey()))).append(": ");
            return write(json, member.getValue(), lineBreak);
        }
        if (value instanceof String text) {
            return json.append(JsonQuote.of(text));
        }
        if (value instanceof JsonNumber number) {
            return json.append(number.literal());
        }
        return json.append(value == JsonNull.NULL ? "null" : value);
    }

    private static StringBuilder structure(
            StringBuilder json, char open, Collection<?> parts, char close, String lineBreak) {
        json.append(open);
        boolean broken = !lineBreak.isEmpty() && !parts.isEmpty();
        Iterator<?> rest = parts.iterator();
        while (rest.hasNext()) {
            if (broken) {
                json.append(lineBreak).append(STEP);
            }
            write(json, rest.next(), broken ? lineBreak + STEP : lineBreak);
            if (rest.hasNext()) {
                json.append(broken ? "," : ", ");
            }
        }
        return json.append(broken ? lineBreak : "").append(close);
    }
}
