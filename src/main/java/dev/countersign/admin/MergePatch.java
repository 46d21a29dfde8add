package dev.countersign.admin;

import dev.countersign.text.JsonNull;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Applies a patch to a representation: {@code null} removes, objects go into objects, all else replaces (RFC 7396,
 * section 2).
 */
final class MergePatch {

    private MergePatch() {}

    /** Changes neither argument. */
    static Map<String, Object> apply(Map<?, ?> target, Map<?, ?> patch) {
        Map<String, Object> merged = new LinkedHashMap<>();
        target.forEach((name, value) -> merged.put((String) name, value));
        patch.forEach((key, value) -> {
            String name = (String) key;
            if (value == JsonNull.NULL) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?> inner) {
                merged.put(name, apply(merged.get(name) instanceof Map<?, ?> before ? before : Map.of(), inner));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }
}
