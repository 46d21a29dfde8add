package dev.countersign.admin;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** All calls of the interface, and the way to the right one. Immutable. */
record RouteTable(List<Route> routes) {

    RouteTable {
        routes = List.copyOf(routes);
    }

    /** A route and what stands in the places of its names. */
    record Match(Route route, Map<String, String> variables) {}

    /**
     * @param method {@code HEAD} is {@code GET} here
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
            throw new ProblemException(ProblemKind.NOT_FOUND, "There is nothing at this path.");
        }
        return Optional.empty();
    }

    /** The methods that {@code path} knows, as the {@code Allow} header names them. */
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
