package dev.countersign.admin;

import dev.countersign.admin.StoreAbilities.Ability;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One REST call. Immutable.
 *
 * @param template a path below {@code /admin}, with names in braces that stand for one segment each
 * @param query the names of its query parameters
 * @param summary a line for the OpenAPI description
 * @param needed what the store of the clients must be able to do; empty: no more than to find one
 * @param auditors whether auditors may call it although its method is no reading one
 */
record Route(
        String method,
        String template,
        Set<String> query,
        String summary,
        Optional<Ability> needed,
        boolean auditors,
        Handler handler) {

    /** Answers a call. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call);
    }

    Route {
        query = Set.copyOf(query);
    }

    Route(String method, String template, String summary, Handler handler) {
        this(method, template, Set.of(), summary, handler);
    }

    Route(String method, String template, Set<String> query, String summary, Handler handler) {
        this(method, template, query, summary, Optional.empty(), false, handler);
    }

    /** The same, for stores that can do this only. */
    Route needing(Ability ability) {
        return new Route(method, template, query, summary, Optional.of(ability), auditors, handler);
    }

    /**
     * The same, for auditors too: its handler changes nothing, or calls {@link Caller#requireAdministrator} before it
     * does.
     */
    Route forAuditors() {
        return new Route(method, template, query, summary, needed, true, handler);
    }

    /** The values of the variables; empty: the path does not match. */
    Optional<Map<String, String>> match(String path) {
        List<String> expected = segments(template);
        List<String> found = segments(path);
        if (expected.size() != found.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < found.size(); i++) {
            String name = expected.get(i);
            if (name.startsWith("{")) {
                variables.put(name.substring(1, name.length() - 1), found.get(i));
            } else if (!name.equals(found.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
