package dev.countersign.auth;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One property of the clients of a method. Immutable.
 *
 * @param name the registered metadata name (RFC 7591, section 2), or one with a prefix of the plug-in's own
 * @param type how it is entered
 * @param allowedValues for {@link Type#CHOICE}
 * @param help a sentence
 * @param problem says what is wrong with a value, to the administrator who enters it; empty: nothing
 */
public record PropertyDescription(
        String name,
        Type type,
        List<String> allowedValues,
        boolean required,
        String help,
        Function<String, Optional<String>> problem) {

    /** How a property is entered. */
    public enum Type {
        TEXT,
        URL,
        CHOICE,
        /** A JSON object, given and shown as one; kept as its text. */
        JSON
    }

    /** In characters. */
    public static final int MAX_VALUE_LENGTH = 4000;

    /** Of a JSON object, in characters. */
    public static final int MAX_JSON_LENGTH = 65_536;

    public PropertyDescription {
        allowedValues = List.copyOf(allowedValues);
    }
}
