package dev.countersign.admin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares what was read with what is, without what moves by itself: a credential may have been used since then. Stateless. */
final class SettledValue {

    private static final String MOVES = "last_used_at";

    private SettledValue() {}

    /**
     * Whether nothing was changed. In a list of objects, what is sent may leave members out, for lists of clients tell less about each.
     *
     * @param sent by somebody who read it before
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
        if (value instanceof Map<?, ?> members) {
            Map<Object, Object> settled = new LinkedHashMap<>(members);
            settled.remove(MOVES);
            return settled;
        }
        return value;
    }
}
