package dev.countersign.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All calls of the interface, and the look-up of a request's call. Immutable. */
record RouteTable(List<Route> routes) {

    RouteTable {
        routes = List.copyOf(routes);
    }

    static RouteTable of(List<Calls> calls) {
        return new RouteTable(
                calls.stream().flatMap(some -> some.routes().stream()).toList());
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

    /** The methods that {@code path} supports, as the {@code Allow} header names them. */
    String allowed(String path) {
        TreeSet<String> methods = routes.stream()
                .filter(route -> route.match(path).isPresent())
                .map(Route::method)
                .collect(Collectors.toCollection(TreeSet::new));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }
}
