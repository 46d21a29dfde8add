package dev.countersign.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One property of the clients of a method. Immutable.
 *
 * @param name the registered metadata name (RFC 7591, section 2), or one with a prefix of the plug-in's own
 * @param type the kind of input field
 * @param allowedValues for {@link Type#CHOICE}
 * @param help a sentence
 * @param problem the error message for an invalid value, for administrators; empty: the value is valid
 * @param warnings what an administrator should know about a valid value, in whole sentences
 * @param labels for people, of those allowed values that do not say themselves what they are
 */
public record PropertyDescription(
        String name,
        Type type,
        List<String> allowedValues,
        boolean required,
        String help,
        Function<String, Optional<String>> problem,
        Function<String, List<String>> warnings,
        Map<String, String> labels) {

    /** The kind of input field. */
    public enum Type {
        TEXT,
        URL,
        CHOICE,
        /** A JSON object, given and shown as one; kept as its text. */
        JSON
    }

    /** In characters. */
    public static final int MAX_VALUE_CHARS = 4000;

    /** Of a JSON object, in characters. */
    public static final int MAX_JSON_CHARS = 65_536;

    public PropertyDescription {
        allowedValues = List.copyOf(allowedValues);
        labels = Map.copyOf(labels);
    }

    /** A property whose allowed values say what they are. */
    public PropertyDescription(
            String name,
            Type type,
            List<String> allowedValues,
            boolean required,
            String help,
            Function<String, Optional<String>> problem,
            Function<String, List<String>> warnings) {
        this(name, type, allowedValues, required, help, problem, warnings, Map.of());
    }

    /** A property whose valid values need no warning. */
    public PropertyDescription(
            String name,
            Type type,
            List<String> allowedValues,
            boolean required,
            String help,
            Function<String, Optional<String>> problem) {
        this(name, type, allowedValues, required, help, problem, value -> List.of());
    }
}
