package dev.countersign.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares a representation that was read with the present one, without what changes by itself or follows from other
 * members: the time of last use, and whether a key is in use.
 * Stateless.
 */
final class StateComparison {

    private static final Set<String> MOVES = Set.of("last_used_at", "in_use");

    private StateComparison() {}

    /**
     * Whether nothing was changed. In a list of objects, what is sent may leave members out, for lists of clients tell
     * less about each.
     *
     * @param sent by a caller that read it before
     * @param present as it is
     */
    static boolean isPart(Object sent, Object present) {
        if (!(sent instanceof List<?> items) || !(present instanceof List<?> existing)) {
            return settled(sent).equals(settled(present));
        }
        if (items.size() != existing.size()) {
            return false;
        }
        for (int i = 0; i < items.size(); i++) {
            if (!isPartOfItem(settled(items.get(i)), settled(existing.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPartOfItem(Object sent, Object present) {
        if (sent instanceof Map<?, ?> members && present instanceof Map<?, ?> existing) {
            return members.containsKey("id") && existing.entrySet().containsAll(members.entrySet());
        }
        return sent.equals(present);
    }

    private static Object settled(Object value) {
        if (value instanceof Record shown) {
            return settled(JsonText.read(JsonText.of(shown)));
        }
        if (value instanceof Map<?, ?> members) {
            Map<Object, Object> settled = new LinkedHashMap<>(members);
            settled.keySet().removeAll(MOVES);
            return settled;
        }
        return value;
    }
}
