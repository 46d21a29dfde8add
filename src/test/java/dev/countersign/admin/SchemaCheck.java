package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.text.JsonNull;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * As much of JSON Schema 2020-12 as the schema of files with clients uses. A keyword that it does not know fails the
 * test.
 */
record SchemaCheck(Map<String, Object> document) {

    private static final Set<String> NOTES =
            Set.of("$schema", "$id", "$defs", "title", "description", "default", "format");

    /** The places that the schema refuses. */
    List<String> problems(Object value) {
        List<String> found = new ArrayList<>();
        check("$", document, value, found);
        return found;
    }

    private void check(String place, Map<String, Object> schema, Object value, List<String> found) {
        schema.forEach((keyword, rule) -> {
            boolean right =
                    switch (keyword) {
                        case "$ref" -> {
                            Map<String, Object> target = document;
                            for (String step : String.valueOf(rule).substring("#/".length()).split("/", -1)) {
                                target = OpenApi.object(target, step);
                            }
                            check(place, target, value, found);
                            yield true;
                        }
                        case "type" -> (rule instanceof List<?> types ? types : List.of(rule))
                                .stream().anyMatch(type -> isOf(String.valueOf(type), value));
                        case "enum" -> ((List<?>) rule).contains(value);
                        case "minimum" -> !(value instanceof Long number) || number >= (Long) rule;
                        case "minLength" -> !(value instanceof String text) || text.length() >= (Long) rule;
                        case "maxLength" -> !(value instanceof String text) || text.length() <= (Long) rule;
                        case "pattern" -> !(value instanceof String text)
                                || Pattern.compile(String.valueOf(rule)).matcher(text).find();
                        case "maxItems" -> !(value instanceof List<?> items) || items.size() <= (Long) rule;
                        case "uniqueItems" -> !(value instanceof List<?> items)
                                || new HashSet<>(items).size() == items.size();
                        case "items" -> {
                            if (value instanceof List<?> items) {
                                items.forEach(item -> check(place + "[]", OpenApi.object(rule), item, found));
                            }
                            yield true;
                        }
                        case "properties" -> {
                            if (value instanceof Map<?, ?> members) {
                                OpenApi.object(rule).forEach((name, property) -> {
                                    if (members.containsKey(name)) {
                                        check(place + "." + name, OpenApi.object(property), members.get(name), found);
                                    }
                                });
                            }
                            yield true;
                        }
                        case "required" -> !(value instanceof Map<?, ?> members)
                                || members.keySet().containsAll((List<?>) rule);
                        case "additionalProperties" -> {
                            assertThat(rule).isEqualTo(false);
                            yield !(value instanceof Map<?, ?> members)
                                    || OpenApi.object(schema, "properties").keySet().containsAll(members.keySet());
                        }
                        default -> {
                            assertThat(NOTES).contains(keyword);
                            yield true;
                        }
                    };
            if (!right) {
                found.add(place + " " + keyword);
            }
        });
    }

    private static boolean isOf(String type, Object value) {
        return switch (type) {
            case "object" -> value instanceof Map;
            case "array" -> value instanceof List;
            case "string" -> value instanceof String;
            case "integer" -> value instanceof Long;
            case "boolean" -> value instanceof Boolean;
            case "null" -> value == JsonNull.NULL;
            default -> throw new IllegalArgumentException(type);
        };
    }
}
