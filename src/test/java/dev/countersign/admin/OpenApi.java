package dev.countersign.admin;

import dev.countersign.text.JsonNull;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An OpenAPI description, with as much of JSON Schema as ours uses. */
record OpenApi(Map<String, Object> document) {

    Map<String, Object> paths() {
        return object(document, "paths");
    }

    Map<String, Object> schema(String name) {
        return object(object(object(document, "components"), "schemas"), name);
    }

    /** As JSON text. */
    String requestExample(String path, String method) {
        Map<String, Object> operation = object(object(paths(), path), method);
        Map<String, Object> content = object(object(operation, "requestBody"), "content");
        return new String(JsonText.of(object(object(content, "application/json"), "example")), StandardCharsets.UTF_8);
    }

    /** What is there behind a reference. */
    Map<String, Object> resolved(Object node) {
        Map<String, Object> object = object(node);
        if (!(object.get("$ref") instanceof String reference)) {
            return object;
        }
        Map<String, Object> target = document;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            target = object(target, step);
        }
        return target;
    }

    /** Visits every example of a body, with the name of its schema. */
    void eachExample(BiConsumer<String, Object> visitor) {
        visit(document, visitor);
    }

    private static void visit(Object node, BiConsumer<String, Object> visitor) {
        if (node instanceof List<?> items) {
            items.forEach(item -> visit(item, visitor));
        }
        if (node instanceof Map<?, ?> members) {
            if (members.get("example") instanceof Map<?, ?> example
                    && object(members.get("schema")).get("$ref") instanceof String reference) {
                visitor.accept(reference.substring(reference.lastIndexOf('/') + 1), example);
            }
            members.values().forEach(member -> visit(member, visitor));
        }
    }

    /** Where a value differs from its schema. */
    List<String> mismatches(String schema, Object value) {
        List<String> found = new ArrayList<>();
        compare(schema, schema(schema), value, found);
        return found;
    }

    private void compare(String place, Map<String, Object> reference, Object value, List<String> found) {
        Map<String, Object> schema = flattened(reference);
        if (schema.get("anyOf") instanceof List<?> alternatives) {
            expect(
                    alternatives.stream().anyMatch(each -> isOne(place, object(each), value)),
                    place + " is none of the alternatives",
                    found);
            return;
        }
        if (schema.get("type") instanceof List<?> types && types.contains("null")) {
            // What may be sent as null is left out of answers.
            schema.put("type", types.get(0));
        }
        switch (String.valueOf(schema.get("type"))) {
            case "object" -> compareObject(place, schema, value, found);
            case "array" -> {
                if (value instanceof List<?> items) {
                    items.forEach(item -> compare(place + "[]", object(schema, "items"), item, found));
                } else {
                    found.add(place + " is no array");
                }
            }
            case "string" -> expect(value instanceof String, place + " is no string", found);
            case "integer" -> expect(value instanceof Long, place + " is no integer", found);
            case "null" -> expect(value == JsonNull.NULL, place + " is not null", found);
            case "boolean" -> expect(value instanceof Boolean, place + " is no boolean", found);
            default -> found.add(place + " has no type");
        }
        if (schema.get("enum") instanceof List<?> allowed) {
            expect(allowed.contains(value), place + " is none of " + allowed, found);
        }
    }

    private boolean isOne(String place, Map<String, Object> alternative, Object value) {
        List<String> found = new ArrayList<>();
        compare(place, alternative, value, found);
        return found.isEmpty();
    }

    private void compareObject(String place, Map<String, Object> schema, Object value, List<String> found) {
        if (!(value instanceof Map<?, ?> members)) {
            found.add(place + " is no object");
            return;
        }
        Map<String, Object> properties = object(schema, "properties");
        list(schema, "required")
                .forEach(name -> expect(members.containsKey(name), place + "." + name + " is missing", found));
        members.forEach((name, member) -> {
            if (properties.containsKey(name)) {
                compare(place + "." + name, object(properties, String.valueOf(name)), member, found);
            } else {
                boolean open = !Boolean.FALSE.equals(schema.get("additionalProperties"));
                expect(open && isOfAMethod(name), place + "." + name + " is not described", found);
            }
        });
    }

    /** The properties of the methods stand beside the members that every client has. */
    private static boolean isOfAMethod(Object name) {
        return AdminServer.methods().stream()
                .flatMap(method -> method.properties().stream())
                .anyMatch(property -> property.name().equals(name));
    }

    /** With what {@code allOf} adds, and what a reference leads to. */
    private Map<String, Object> flattened(Map<String, Object> reference) {
        Map<String, Object> schema = resolved(reference);
        Map<String, Object> flat = new LinkedHashMap<>(schema);
        for (Object part : list(schema, "allOf")) {
            Map<String, Object> base = flattened(object(part));
            Map<String, Object> properties = new LinkedHashMap<>(object(base, "properties"));
            properties.putAll(object(flat, "properties"));
            Set<Object> required = new LinkedHashSet<>(list(base, "required"));
            required.addAll(list(flat, "required"));
            flat.put("type", "object");
            flat.put("properties", properties);
            flat.put("required", List.copyOf(required));
        }
        return flat;
    }

    private static void expect(boolean right, String otherwise, List<String> found) {
        if (!right) {
            found.add(otherwise);
        }
    }

    static Map<String, Object> object(Map<String, Object> parent, String name) {
        return object(parent.getOrDefault(name, Map.of()));
    }

    /** Anything else is an empty object. */
    static Map<String, Object> object(@Nullable Object node) {
        Map<String, Object> members = new LinkedHashMap<>();
        if (node instanceof Map<?, ?> map) {
            map.forEach((name, value) -> members.put(String.valueOf(name), value));
        }
        return members;
    }

    static List<Object> list(Map<String, Object> parent, String name) {
        return parent.get(name) instanceof List<?> items ? List.copyOf(items) : List.of();
    }
}
