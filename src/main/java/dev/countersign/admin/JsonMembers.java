package dev.countersign.admin;

import dev.countersign.text.JsonNull;
import dev.countersign.text.ShownText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The members of a JSON object, taken one by one with their exact types, so that unknown ones are found.
 * Not thread-safe.
 */
final class JsonMembers {

    /** A longer unknown name is cut in the answer. */
    private static final int MAX_SHOWN_NAME_CHARS = 100;

    private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n\\t]");

    private final Map<String, Object> values;
    private final Set<String> left;

    JsonMembers(Map<String, Object> values) {
        this.values = values;
        this.left = new LinkedHashSet<>(values.keySet());
    }

    static String shortened(String name) {
        String shown = ShownText.fitting(name, MAX_SHOWN_NAME_CHARS);
        return name.length() <= MAX_SHOWN_NAME_CHARS ? shown : shown + "…";
    }

    /**
     * @param name of the member or part
     * @throws ProblemException when the text, as a name, would reorder what stands around it
     */
    static String requireOrdered(String name, String text) {
        if (ShownText.reorders(text)) {
            throw ProblemException.inField(
                    name, "Must not contain characters that reorder or break text, such as U+202E and U+2028.");
        }
        return text;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A text without control characters. */
    Optional<String> text(String name, int maxLength) {
        return take(name).map(value -> checkedText(name, value, maxLength));
    }

    /** The same; null counts as absent. */
    Optional<String> textOrNull(String name, int maxLength) {
        return take(name).filter(value -> value != JsonNull.NULL).map(value -> checkedText(name, value, maxLength));
    }

    /** A text that may have line breaks and tabs, but no other control characters. */
    Optional<String> lines(String name, int maxLength) {
        return take(name).map(value -> {
            if (value instanceof String text) {
                checkedText(name, LINE_BREAK.matcher(text).replaceAll(" "), maxLength);
                return text;
            }
            throw ProblemException.inField(name, "Must be a string.");
        });
    }

    Optional<Boolean> flag(String name) {
        return take(name).map(value -> {
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw ProblemException.inField(name, "Must be true or false.");
        });
    }

    Optional<Long> number(String name) {
        return take(name).map(value -> {
            if (value instanceof Long number) {
                return number;
            }
            throw ProblemException.inField(name, "Must be an integer.");
        });
    }

    /** Texts, none of them twice. */
    Optional<List<String>> texts(String name, int maxCount, int maxLength) {
        return take(name).map(value -> {
            if (!(value instanceof List<?> items) || items.size() > maxCount) {
                throw ProblemException.inField(name, "Must be an array of at most " + maxCount + " strings.");
            }
            List<String> texts = new ArrayList<>();
            items.forEach(item -> texts.add(checkedText(name, item, maxLength)));
            if (Set.copyOf(texts).size() != texts.size()) {
                throw ProblemException.inField(name, "A value is repeated.");
            }
            return texts;
        });
    }

    /**
     * A JSON object, as its text; texts, whole numbers, true and false in it stay as they are, and members that are
     * null
     * are left out.
     */
    Optional<String> object(String name, int maxLength) {
        return take(name).map(sent -> {
            Object value = withoutNulls(sent);
            if (!(value instanceof Map<?, ?>) || !isPlain(value)) {
                throw ProblemException.inField(
                        name, "Must be a JSON object without fractions, and without null in a list.");
            }
            String text = new String(JsonText.of(Map.of(name, value)), StandardCharsets.UTF_8);
            // Only the text of the value, without the member's name.
            String alone = text.substring(text.indexOf(':') + 1, text.length() - 1);
            if (alone.length() > maxLength) {
                throw ProblemException.inField(name, "Must have at most " + maxLength + " characters.");
            }
            return alone;
        });
    }

    private static Object withoutNulls(Object value) {
        if (value instanceof Map<?, ?> members) {
            Map<Object, Object> present = new LinkedHashMap<>();
            members.forEach((name, member) -> {
                if (member != JsonNull.NULL) {
                    present.put(name, withoutNulls(member));
                }
            });
            return present;
        }
        return value instanceof List<?> items
                ? items.stream().map(JsonMembers::withoutNulls).toList()
                : value;
    }

    private static boolean isPlain(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.values().stream().allMatch(JsonMembers::isPlain);
        }
        if (value instanceof List<?> items) {
            return items.stream().allMatch(JsonMembers::isPlain);
        }
        return value instanceof String || value instanceof Long || value instanceof Boolean;
    }

    /** The value, of any type. */
    Optional<Object> any(String name) {
        return take(name);
    }

    /** @throws ProblemException when there is a member that was not taken: an unknown one */
    void refuseOthers() {
        if (!left.isEmpty()) {
            String name = shortened(left.iterator().next());
            throw ProblemException.inField(name, "Unknown member.");
        }
    }

    private Optional<Object> take(String name) {
        left.remove(name);
        return Optional.ofNullable(values.get(name));
    }

    private static String checkedText(String name, Object value, int maxLength) {
        if (!(value instanceof String text)) {
            throw ProblemException.inField(name, "Must be a string.");
        }
        if (text.length() > maxLength) {
            throw ProblemException.inField(name, "Must have at most " + maxLength + " characters.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.inField(name, "Must not contain control characters.");
        }
        return text;
    }
}
