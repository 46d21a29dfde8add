package dev.countersign.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * All calls of the interface, and the look-up of a request's call. Immutable.
 *
 * @param store says which of them can be done
 */
record RouteTable(List<Route> routes, StoreAbilities store) {

    /** Methods that change nothing here; the comparison is exact, as the names are (RFC 9110, section 9.1). */
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    RouteTable {
        routes = List.copyOf(routes);
    }

    static RouteTable of(List<Calls> calls, StoreAbilities store) {
        return new RouteTable(
                calls.stream().flatMap(some -> some.routes().stream()).toList(), store);
    }

    /** A route and the values of its variables. */
    record Match(Route route, Map<String, String> variables) {}

    /**
     * @param method {@code HEAD} is treated as {@code GET}
     * @throws ProblemException when there is nothing at this path
     */
    Optional<Match> find(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        boolean exists = false;
        for (Route route : routes) {
            Optional<Map<String, String>> variables = route.match(path);
            exists |= variables.isPresent();
            if (variables.isPresent() && route.method().equals(asked)) {
                return Optional.of(new Match(route, variables.get()));
            }
        }
        if (!exists) {
            throw new ProblemException(ProblemKind.NOT_FOUND, "Unknown path.");
        }
        return Optional.empty();
    }

    /** Whether an auditor may send this request: its method is a safe one, or its route is for auditors. */
    boolean isForAuditors(String method, String path) {
        return SAFE.contains(method)
                || routes.stream()
                        .anyMatch(route -> route.auditors()
                                && route.method().equals(method)
                                && route.match(path).isPresent());
    }

    /** Why this call cannot be done with this store; empty: it can. */
    Optional<String> refusal(Route route) {
        return route.needed().filter(ability -> !store.has(ability)).map(store::reason);
    }

    /** The methods that {@code path} supports with this store, as the {@code Allow} header names them. */
    String allowed(String path) {
        TreeSet<String> methods = routes.stream()
                .filter(route -> route.match(path).isPresent() && refusal(route).isEmpty())
                .map(Route::method)
                .collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
