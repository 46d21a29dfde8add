package dev.countersign.admin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The members of a JSON object, taken one by one with their exact types, so that those nobody asked for come to light. Not thread-safe. */
final class Members {

    /** In characters: how much of a foreign name an answer repeats. */
    private static final int MAX_SHOWN_NAME_LENGTH = 100;

    private final Map<String, Object> values;
    private final Set<String> left;

    Members(Map<String, Object> values) {
        this.values = values;
        this.left = new LinkedHashSet<>(values.keySet());
    }

    static String shortened(String name) {
        return name.length() <= MAX_SHOWN_NAME_LENGTH ? name : name.substring(0, MAX_SHOWN_NAME_LENGTH) + "…";
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A text without control characters. */
    Optional<String> text(String name, int maxLength) {
        return take(name).map(value -> checkedText(name, value, maxLength));
    }

    Optional<Boolean> flag(String name) {
        return take(name).map(value -> {
            if (value instanceof Boolean flag) {
                return flag;
            }
            throw ProblemException.inField(name, "This is true or false.");
        });
    }

    Optional<Long> number(String name) {
        return take(name).map(value -> {
            if (value instanceof Long number) {
                return number;
            }
            throw ProblemException.inField(name, "This is a whole number.");
        });
    }

    /** Texts, none of them twice. */
    Optional<List<String>> texts(String name, int maxCount, int maxLength) {
        return take(name).map(value -> {
            if (!(value instanceof List<?> items) || items.size() > maxCount) {
                throw ProblemException.inField(name, "This is a list of at most " + maxCount + " texts.");
            }
            List<String> texts = new ArrayList<>();
            items.forEach(item -> texts.add(checkedText(name, item, maxLength)));
            if (Set.copyOf(texts).size() != texts.size()) {
                throw ProblemException.inField(name, "A text is there twice.");
            }
            return texts;
        });
    }

    /** A JSON object, as its text; with texts, whole numbers, true and false in it, which are kept as they are. */
    Optional<String> object(String name, int maxLength) {
        return take(name).map(value -> {
            if (!(value instanceof Map<?, ?>) || !isPlain(value)) {
                throw ProblemException.inField(name, "This is a JSON object, without null and without fractions.");
            }
            String text = new String(JsonText.of(Map.of(name, value)), StandardCharsets.UTF_8);
            // The text of the value alone, without the member around it.
            String alone = text.substring(text.indexOf(':') + 1, text.length() - 1);
            if (alone.length() > maxLength) {
                throw ProblemException.inField(name, "This has at most " + maxLength + " characters.");
            }
            return alone;
        });
    }

    private static boolean isPlain(Object value) {
        if (value instanceof Map<?, ?> members) {
            return members.values().stream().allMatch(Members::isPlain);
        }
        if (value instanceof List<?> items) {
            return items.stream().allMatch(Members::isPlain);
        }
        return value instanceof String || value instanceof Long || value instanceof Boolean;
    }

    /** Whatever it is. */
    Optional<Object> any(String name) {
        return take(name);
    }

    /** @throws ProblemException when there is a member that nobody took */
    void refuseOthers() {
        if (!left.isEmpty()) {
            String name = shortened(left.iterator().next());
            throw ProblemException.inField(name, "There is no such member here.");
        }
    }

    private Optional<Object> take(String name) {
        left.remove(name);
        return Optional.ofNullable(values.get(name));
    }

    private static String checkedText(String name, Object value, int maxLength) {
        if (!(value instanceof String text)) {
            throw ProblemException.inField(name, "This is a text.");
        }
        if (text.length() > maxLength) {
            throw ProblemException.inField(name, "This has at most " + maxLength + " characters.");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw ProblemException.inField(name, "This has no control characters.");
        }
        return text;
    }
}
