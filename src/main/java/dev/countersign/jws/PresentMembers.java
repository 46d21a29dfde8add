package dev.countersign.jws;

import dev.countersign.text.JsonNull;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The members of a JWK (RFC 7517, section 4) or of a JWS header (RFC 7515, section 4) that say something: {@code null}
 * and an empty list count as absent, since some libraries write every member that they know. Stateless.
 */
public final class PresentMembers {

    private PresentMembers() {}

    /** The same map, where all of its members say something. */
    public static Map<String, Object> of(Map<String, Object> members) {
        if (members.values().stream().allMatch(PresentMembers::isPresent)) {
            return members;
        }
        Map<String, Object> present = new LinkedHashMap<>(members);
        present.values().removeIf(value -> !isPresent(value));
        return present;
    }

    private static boolean isPresent(Object value) {
        return value != JsonNull.NULL && !(value instanceof List<?> list && list.isEmpty());
    }
}
