package dev.countersign.endpoint;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a request: each at most once, but for those that may be repeated. Immutable. */
final class Parameters {

    private final Map<String, String[]> values;

    private Parameters(Map<String, String[]> values) {
        this.values = values;
    }

    /**
     * @param repeatable may be there several times
     * @throws OAuthException when another one is (RFC 6749, section 3.2)
     */
    static Parameters of(Map<String, String[]> values, Set<String> repeatable) throws OAuthException {
        for (Map.Entry<String, String[]> parameter : values.entrySet()) {
            if (parameter.getValue().length > 1 && !repeatable.contains(parameter.getKey())) {
                throw OAuthException.invalidRequest("a parameter is there more than once");
            }
        }
        return new Parameters(values);
    }

    /** A parameter without a value counts as absent (RFC 6749, section 3.2). */
    Optional<String> one(String name) {
        return all(name).stream().findFirst();
    }

    /** Those that are not empty. */
    List<String> all(String name) {
        return List.of(values.getOrDefault(name, new String[0])).stream()
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
